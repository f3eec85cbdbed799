import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startSimulator } from "../../simulator/index.ts";
import { startClient } from "./client.ts";
import { cluster, droplet, loadBalancer, made, refused } from "./fixtures.ts";

test("an answer that is to go wrong does so as often as asked, on that path and method only", async (context) => {
  const { simulator, get, post } = await startClient(context);
  simulator.control.fault({
    kind: "answer",
    method: "POST",
    path: "/v2/vpcs*",
    status: 429,
    retryAfterSeconds: 2,
    count: 2,
  });
  const vpc = { name: "a", region: "fra1" };
  assert.equal((await get("/v2/vpcs")).status, 200);
  const first = await post("/v2/vpcs", vpc);
  refused(first, 429, "API rate limit exceeded.");
  assert.equal(first.headers.get("retry-after"), "2");
  assert.equal((await post("/v2/vpcs", vpc)).status, 429);
  assert.equal((await post("/v2/vpcs", vpc)).status, 201);
  assert.deepEqual(simulator.control.faults(), []);
});

test("an answer can be late", async (context) => {
  const { simulator, get } = await startClient(context);
  simulator.control.fault({ kind: "delay", path: "/v2/tags", delayMs: 40 });
  const startedAt = performance.now();
  await get("/v2/tags");
  assert.ok(performance.now() - startedAt >= 39);
});

test("a connection can be dropped without an answer, and nothing is done", async (context) => {
  const { simulator, get, post } = await startClient(context);
  simulator.control.fault({ kind: "drop", method: "POST", path: "/v2/vpcs" });
  await assert.rejects(post("/v2/vpcs", { name: "a", region: "fra1" }), /fetch failed/);
  assert.deepEqual((await get("/v2/vpcs")).body.vpcs, []);
  assert.equal((await post("/v2/vpcs", { name: "a", region: "fra1" })).status, 201);
});

test("a creation can be stuck for ever, and what is stuck can still be deleted", async (context) => {
  const client = await startClient(context);
  for (const creation of ["droplet", "load_balancer", "database"] as const)
    client.simulator.control.fault({ kind: "creation", creation, outcome: "stuck" });
  const web = await made(client, "/v2/droplets", droplet);
  const balancer = await made(client, "/v2/load_balancers", loadBalancer);
  const database = await made(client, "/v2/databases", cluster);
  assert.equal((await client.get(`/v2/droplets/${web.id}`)).body.droplet.status, "new");
  assert.equal((await client.get(`/v2/load_balancers/${balancer.id}`)).body.load_balancer.status, "new");
  assert.equal((await client.get(`/v2/databases/${database.id}`)).body.database.status, "creating");
  assert.equal((await client.post(`/v2/droplets/${web.id}/actions`, { type: "shutdown" })).status, 201);
  assert.equal((await client.remove(`/v2/droplets/${web.id}`)).status, 204);
  const second = await made(client, "/v2/droplets", droplet);
  assert.equal((await client.get(`/v2/droplets/${second.id}`)).body.droplet.status, "active");
});

test("a creation can fail: the droplet's action says so, the balancer too, and a cluster is refused by id", async (context) => {
  const client = await startClient(context);
  for (const creation of ["droplet", "load_balancer", "database"] as const)
    client.simulator.control.fault({ kind: "creation", creation, outcome: "fails" });
  const { id } = await made(client, "/v2/droplets", droplet);
  assert.equal((await client.get(`/v2/droplets/${id}/actions`)).body.actions[0].status, "errored");
  const balancer = await made(client, "/v2/load_balancers", loadBalancer);
  assert.equal((await client.get(`/v2/load_balancers/${balancer.id}`)).body.load_balancer.status, "errored");
  const database = await made(client, "/v2/databases", cluster);
  refused(await client.get(`/v2/databases/${database.id}`), 403, "cluster creation failed");
  assert.equal((await client.get("/v2/databases")).body.databases[0].status, "creating");
  assert.equal((await client.remove(`/v2/databases/${database.id}`)).status, 204);
});

test("replicas and pools can be stuck or fail as well", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/databases", cluster);
  client.simulator.control.fault({ kind: "creation", creation: "replica", outcome: "fails" });
  await made(client, `/v2/databases/${id}/replicas`, { name: "broken", size: cluster.size });
  refused(await client.get(`/v2/databases/${id}/replicas/broken`), 403, "replica creation failed");
  client.simulator.control.fault({ kind: "creation", creation: "replica", outcome: "stuck" });
  await made(client, `/v2/databases/${id}/replicas`, { name: "stuck", size: cluster.size });
  assert.equal((await client.get(`/v2/databases/${id}/replicas/stuck`)).body.replica.status, "creating");
});

test("faults, the log of requests and the state are reached over HTTP too", async (context) => {
  const { simulator, send, get, post, remove } = await startClient(context);
  const fault = { kind: "answer", path: "/v2/tags", status: 500 };
  assert.equal((await post("/_simulator/faults", fault)).status, 204);
  assert.equal((await get("/_simulator/faults")).body.faults.length, 1);
  assert.equal((await remove("/_simulator/faults")).status, 204);
  await post("/v2/tags", { name: "a" });
  const { requests } = (await get("/_simulator/requests")).body;
  assert.deepEqual(
    requests.map(({ method, path, body, status }: Record<string, unknown>) => ({
      method,
      path,
      body,
      status,
    })),
    [{ method: "POST", path: "/v2/tags", body: '{"name":"a"}', status: 201 }],
  );
  assert.deepEqual(Object.keys((await get("/_simulator/state")).body.tags), ["a"]);
  assert.deepEqual((await get("/_simulator/violations")).body.violations, []);
  await remove("/_simulator/requests");
  assert.deepEqual(simulator.control.requests(), []);
  const wrong = await post("/_simulator/faults", { kind: "answer", status: 200, wrong: 1 });
  assert.equal(wrong.status, 400);
  assert.match(wrong.body.message, /status/);
  assert.equal((await send("PUT", "/_simulator/faults")).status, 404);
});

test("an account that is kept in a file is there again after a restart", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "simulator-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, "state.json");
  const ask = async (method: string, body?: object) => {
    const simulator = await startSimulator({ port: 0, stateFile });
    const response = await fetch(`${simulator.url}/v2/tags`, {
      method,
      headers: { authorization: `Bearer ${simulator.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    await simulator.close();
    return JSON.parse(text);
  };
  await ask("POST", { name: "kept" });
  assert.equal((await ask("GET")).tags[0].name, "kept");
});
