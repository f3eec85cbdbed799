import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { z } from "zod";
import type { Config } from "../../modules/config/index.ts";
import { factsFile } from "../providers/facts.ts";
import { containersOf, labelOf, namesOf, Project, resourcesOf } from "./project.ts";

const config: Config = {
  name: "shop",
  preset: "ha",
  app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
  web: { nodes: 2, memoryMb: 256 },
  loadBalancer: { httpPort: 18080, httpsPort: 18443, statusPort: 18404 },
  database: { members: 3, routers: 2 },
};

const project = new Project();
after(() => project.remove());
project.writeConfig(config);
const synthesized = project.synth();
const containers = containersOf(synthesized);

test("each component is a container that says in labels which stack, role and component it is", () => {
  const components = containers.map((container) => {
    assert.equal(labelOf(container, "lampstand.stack"), "shop");
    const component = labelOf(container, "lampstand.component") ?? "";
    assert.equal(labelOf(container, "lampstand.role"), component.replace(/-\d+$/, ""));
    return component;
  });
  assert.deepEqual(components.sort(), [
    "database-1",
    "database-2",
    "database-3",
    "database-router-1",
    "database-router-2",
    "load-balancer-1",
    "web-1",
    "web-2",
  ]);
});

test("the balancer keeps its name; what is followed by a container of its own kind carries a hash", () => {
  for (const container of containers) {
    const component = labelOf(container, "lampstand.component") ?? "";
    const suffix = component !== "load-balancer-1" ? "-[0-9a-f]{8}" : "";
    assert.match(container.name, new RegExp(`^shop-${component}${suffix}$`));
  }
});

test("every container is hardened, limited, watched and restarted", () => {
  for (const container of containers) {
    assert.deepEqual(container.capabilities.drop, ["ALL"], container.name);
    assert.deepEqual(container.security_opts, ["no-new-privileges:true"], container.name);
    assert.ok(container.memory > 0, container.name);
    assert.equal(container.memory_swap, container.memory, container.name);
    assert.equal(container.restart, "unless-stopped", container.name);
    assert.equal(container.log_driver, "json-file", container.name);
    assert.deepEqual(container.log_opts, { "max-size": "10m", "max-file": "3" }, container.name);
    assert.equal(container.healthcheck.test[0], "CMD", container.name);
    assert.notEqual(container.healthcheck.interval, "0s", container.name);
  }
});

test("only the balancer is reachable from this machine, and from this machine only", () => {
  const published = containers.flatMap(({ name, ports }) => ports.map((port) => ({ name, ...port })));
  const balancer = { name: "shop-load-balancer-1", ip: "127.0.0.1" };
  assert.deepEqual(published, [
    { ...balancer, internal: 8080, external: 18080 },
    { ...balancer, internal: 8443, external: 18443 },
    { ...balancer, internal: 8404, external: 18404 },
  ]);
});

test("no secret's value is in what Terraform gets", () => {
  const folder = join(project.folder, ".lampstand/shop/secrets");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && !path.endsWith("/.gitignore"));
  assert.ok(files.length >= 10, files.join(" "));
  for (const file of files) {
    // Line by line, since a line break has another spelling in JSON; a key's short last line could be anywhere.
    const telling = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.length >= 12);
    assert.ok(telling.length > 0, `${file} has no line long enough to look for`);
    for (const line of telling) assert.ok(!synthesized.includes(line), file);
  }
});

test("a synth starts no Terraform, so that it is quick, and works where there is none", () => {
  const { status, stderr } = project.run({ PATH: "/nowhere" });
  assert.equal(status, 0, stderr);
});

test("a second synth gives the same text", () => {
  assert.equal(project.synth(), synthesized);
});

test("a changed page gives the web nodes' images and containers new names, and nothing else", () => {
  project.writePage("<?php echo 'two';\n");
  const changed = namesOf(project.synth());
  project.writePage("<?php echo 'one';\n");
  const before = namesOf(synthesized);
  assert.deepEqual(Object.keys(changed), Object.keys(before));
  const renamed = Object.keys(before).filter((id) => changed[id] !== before[id]);
  assert.deepEqual(
    renamed.map((id) => changed[id]?.replace(/[-:][0-9a-f]{8,}$/, "")),
    // The site's image too: its only page is more than an eighth of the site.
    ["shop-web-1", "shop-web-2", "shop-web-site", "shop-web"],
  );
});

test("of a larger site a changed page is all that is sent", () => {
  for (let page = 1; page <= 10; page++)
    writeFileSync(join(project.folder, `app/public/page-${page}.php`), "<?php echo 'page';\n");
  const before = namesOf(project.synth());
  project.writePage("<?php echo 'two';\n");
  const synth = project.synth();
  const changed = namesOf(synth);
  const contexts = Object.keys(before)
    .filter((id) => changed[id] !== before[id])
    .flatMap((id) => /^shop-web:(.*)$/.exec(changed[id] ?? "")?.[1] ?? []);
  assert.equal(contexts.length, 1);
  const context = join(project.folder, ".lampstand/shop/images/web", contexts[0] ?? "");
  assert.deepEqual(readdirSync(join(context, "app"), { recursive: true }).sort(), [
    "public",
    "public/index.php",
  ]);
  // Back as it was, it is the image that there was.
  project.writePage("<?php echo 'one';\n");
  assert.deepEqual(namesOf(project.synth()), before);
  for (let page = 1; page <= 10; page++) rmSync(join(project.folder, `app/public/page-${page}.php`));
});

test("a changed setting of the balancer changes no container, only the configuration that it is to take over", () => {
  const folder = join(project.folder, ".lampstand/shop/balancer");
  const before = readdirSync(folder);
  project.writeConfig({ ...config, loadBalancer: { ...config.loadBalancer, retry: "all" } });
  const changed = project.synth();
  project.writeConfig(config);
  assert.deepEqual(containersOf(changed), containers);
  const files = (synth: string) =>
    JSON.stringify(resourcesOf(synth).terraform_data).match(/[0-9a-f]{16}\.cfg/g);
  assert.notDeepEqual(files(changed), files(synthesized));
  // Beside the one before it, and without the link that makes it the one in force: a synth changes nothing that runs.
  const come = readdirSync(folder).filter((file) => !before.includes(file));
  assert.deepEqual(come, [...new Set(files(changed))]);
});

test("another request time-out replaces the web nodes, which follow it, and no other container", () => {
  project.writeConfig({ ...config, loadBalancer: { ...config.loadBalancer, requestTimeoutSeconds: 5 } });
  const changed = namesOf(project.synth());
  project.writeConfig(config);
  const before = namesOf(synthesized);
  const renamed = Object.keys(before).filter((id) => changed[id] !== before[id]);
  assert.deepEqual(
    renamed.map((id) => changed[id]?.replace(/[-:][0-9a-f]{8,}$/, "")).filter((name) => name !== "shop-web"),
    ["shop-web-1", "shop-web-2"],
  );
});

test("another memory limit for web nodes changes no name, so none is replaced", () => {
  project.writeConfig({ ...config, web: { ...config.web, memoryMb: 512 } });
  const changed = project.synth();
  project.writeConfig(config);
  const web = containersOf(changed).filter((container) => labelOf(container, "lampstand.role") === "web");
  assert.deepEqual(
    web.map(({ memory }) => memory),
    [512, 512],
  );
  assert.deepEqual(namesOf(changed), namesOf(synthesized));
});

test("another number of web nodes leaves every other container as it is, above all the members", () => {
  project.writeConfig({ ...config, web: { ...config.web, nodes: 4 } });
  const changed = project.synth();
  project.writeConfig(config);
  const others = (resources: typeof synthesized) =>
    containersOf(resources).filter((container) => labelOf(container, "lampstand.role") !== "web");
  assert.deepEqual(others(changed), others(synthesized));
});

test("a config that isn't valid ends with its problems and 1, and nothing is synthesized", () => {
  const broken = new Project();
  try {
    broken.writeConfig({ ...config, name: "Shop", web: { nodes: 0 } });
    assert.deepEqual(broken.run(), {
      status: 1,
      stderr: [
        "lampstand.config.ts:",
        'name: got "Shop"; allowed: 2 to 30 lower-case letters, digits and hyphens,',
        '  starting with a letter; for example "lampstand"',
        "web.nodes: got 0; allowed: a whole number from 1 to 200; for example 2",
        "",
        "More: npm run docs, then /guides/troubleshooting/#config-invalid",
        "",
      ].join("\n"),
    });
    assert.equal(existsSync(join(broken.folder, "cdktf.out")), false);
    assert.equal(existsSync(join(broken.folder, ".lampstand")), false);
  } finally {
    broken.remove();
  }
});

const facts = factsFile("docker-3.6.2.json");
const metaArguments = new Set(["//", "depends_on", "lifecycle"]);

interface Attribute {
  readonly block?: Readonly<Record<string, Attribute>> | undefined;
}
const attributeSchema: z.ZodType<Attribute> = z.lazy(() =>
  z.object({ block: z.record(z.string(), attributeSchema).optional() }),
);
const typeSchema = z.object({ attributes: z.record(z.string(), attributeSchema) });

/** Paths in `value` that a block of the provider doesn't know. */
function unknownPaths(path: string, value: z.core.util.JSONType, block: Attribute["block"]): string[] {
  if (block === undefined || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => unknownPaths(path, item, block));
  return Object.entries(value).flatMap(([name, inner]) => {
    const attribute = block[name];
    if (attribute === undefined) return [`${path}.${name}`];
    return unknownPaths(`${path}.${name}`, inner, attribute.block);
  });
}

test("the Docker provider knows every attribute that is set", () => {
  const known = z.record(z.string(), z.json()).parse(JSON.parse(readFileSync(facts, "utf8")));
  for (const [type, instances] of Object.entries(resourcesOf(synthesized))) {
    if (!type.startsWith("docker_")) continue;
    const { attributes } = typeSchema.parse(known[type]);
    for (const [id, instance] of Object.entries(instances)) {
      const own = Object.fromEntries(Object.entries(instance).filter(([name]) => !metaArguments.has(name)));
      assert.deepEqual(unknownPaths(`${type}.${id}`, own, attributes), []);
    }
  }
});
