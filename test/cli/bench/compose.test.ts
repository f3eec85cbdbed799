import assert from "node:assert/strict";
import { after, test } from "node:test";
import { z } from "zod";
import { renderCompose, waitedFor } from "../../../cli/bench/compose.ts";
import { containersOf, Project } from "../../docker/project.ts";

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      mem_limit: z.string(),
      ports: z.array(z.string()),
      networks: z.record(z.string(), z.object({ aliases: z.array(z.string()) })),
      volumes: z.array(z.object({ type: z.string(), source: z.string(), target: z.string() })),
      healthcheck: z.object({ test: z.array(z.string()) }),
    }),
  ),
  networks: z.record(z.string(), z.object({ internal: z.boolean() })),
  volumes: z.record(z.string(), z.object({ name: z.string() })),
});

const project = new Project();
after(() => project.remove());
project.writeConfig({
  name: "shop",
  preset: "ha",
  app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
  loadBalancer: { httpPort: 18080, httpsPort: 18443, statusPort: 18404 },
});
const synthesized = project.synth();
const compose = composeSchema.parse(JSON.parse(renderCompose(synthesized)));

test("every container of the stack is a service, on the networks, volumes and images of the stack", () => {
  const containers = containersOf(synthesized);
  assert.equal(containers.length, 8);
  assert.deepEqual(Object.keys(compose.services).sort(), containers.map(({ name }) => name).sort());
  assert.deepEqual(Object.keys(compose.networks).sort(), [
    "shop-back",
    "shop-data",
    "shop-front",
    "shop-monitor",
  ]);
  for (const [name, service] of Object.entries(compose.services)) {
    assert.match(service.image, /^shop-[a-z-]+:[0-9a-f]{16}$/, name);
    for (const network of Object.keys(service.networks)) assert.ok(network in compose.networks, network);
    for (const { type, source } of service.volumes)
      assert.ok(type === "bind" ? source.startsWith(project.folder) : source in compose.volumes, source);
  }
});

test("ports and memory limits are the stack's", () => {
  const balancer = compose.services["shop-load-balancer-1"];
  assert.deepEqual(balancer?.ports, ["127.0.0.1:18080:8080", "127.0.0.1:18443:8443", "127.0.0.1:18404:8404"]);
  assert.equal(balancer?.mem_limit, "128m");
});

test("what rolls is what Terraform waits for: web nodes and routers", () => {
  const components = waitedFor(synthesized).map((name) => name.replace(/^shop-(.*)-[0-9a-f]{8}$/, "$1"));
  assert.deepEqual(components.sort(), ["database-router-1", "database-router-2", "web-1", "web-2"]);
});

test("a dollar sign reaches the container instead of becoming a variable", () => {
  const text = renderCompose(synthesized.replaceAll('"NODE_NAME=web-1"', '"PRICE=$5"'));
  assert.ok(text.includes('"PRICE=$$5"'));
});

test("a setting that the compose file would lack is refused", () => {
  const text = synthesized.replace('"read_only": true', '"privileged": true, "read_only": true');
  assert.throws(() => renderCompose(text), /privileged/);
});

test("a reference to nothing is refused", () => {
  const text = synthesized.replace(/docker_network\.[^.]*\.name/, "docker_network.gone.name");
  assert.throws(() => renderCompose(text), /docker_network\.gone\.name\} refers to nothing in the stack/);
});
