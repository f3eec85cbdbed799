import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, startClient } from "./client.ts";
import { made, publicKey, refused } from "./fixtures.ts";

async function poolRequest(client: Client) {
  const key = await made(client, "/v2/account/keys", { name: "k", public_key: publicKey });
  return {
    name: "web",
    config: { min_instances: 2, max_instances: 4, target_cpu_utilization: 0.6, cooldown_minutes: 5 },
    droplet_template: {
      region: "fra1",
      size: "s-1vcpu-1gb",
      image: "debian-13-x64",
      ssh_keys: [key.fingerprint],
      tags: ["web"],
      vpc_uuid: "",
      project_id: "",
    },
  };
}

const names = async (client: Client): Promise<string[]> =>
  (await client.get("/v2/droplets")).body.droplets.map((each: { name: string }) => each.name);

test("a pool makes as many droplets as it has at least, and follows its configuration", async (context) => {
  let now = Date.UTC(2026, 10, 1);
  const client = await startClient(context, { speed: "real", clock: () => now });
  const request = await poolRequest(client);
  const { id, status, active_resources_count } = await made(client, "/v2/droplets/autoscale", request);
  assert.deepEqual([status, active_resources_count], ["provisioning", 0]);
  now += 60_000;
  const path = `/v2/droplets/autoscale/${id}`;
  const pool = (await client.get(path)).body.autoscale_pool;
  assert.deepEqual(
    [pool.status, pool.active_resources_count, pool.droplet_template.image],
    ["active", 2, "195932981"],
  );
  const scaled = { ...request, config: { ...request.config, min_instances: 3 } };
  await client.put(path, scaled);
  assert.equal((await client.get(`${path}/members`)).body.meta.total, 3);
  await client.put(path, { ...request, config: { ...request.config, min_instances: 1, max_instances: 1 } });
  assert.equal((await client.get(`${path}/members`)).body.droplets[0].status, "active");
  assert.equal((await names(client)).length, 1);
  const { history } = (await client.get(`${path}/history`)).body;
  assert.deepEqual(
    history.map((event: Record<string, number>) => [
      event.current_instance_count,
      event.desired_instance_count,
    ]),
    [
      [3, 1],
      [2, 3],
      [0, 2],
    ],
  );
});

test("a pool leaves its droplets behind, or takes them with it when it goes the dangerous way", async (context) => {
  const client = await startClient(context);
  const request = await poolRequest(client);
  const kept = await made(client, "/v2/droplets/autoscale", request);
  assert.equal((await client.remove(`/v2/droplets/autoscale/${kept.id}`)).status, 202);
  assert.equal((await names(client)).length, 2);
  const taken = await made(client, "/v2/droplets/autoscale", request);
  assert.equal((await names(client)).length, 4);
  assert.equal((await client.remove(`/v2/droplets/autoscale/${taken.id}/dangerous`)).status, 202);
  assert.equal((await names(client)).length, 2);
  refused(
    await client.get(`/v2/droplets/autoscale/${taken.id}`),
    404,
    `autoscale group with id ${taken.id} not found`,
  );
});

test("a pool without keys, with bounds the wrong way round, or beyond the droplet limit is refused", async (context) => {
  const client = await startClient(context, { limits: { droplets: 1 } });
  const request = await poolRequest(client);
  const post = (change: object) => client.post("/v2/droplets/autoscale", { ...request, ...change });
  refused(
    await post({ droplet_template: { ...request.droplet_template, ssh_keys: [] } }),
    422,
    "droplet_template.ssh_keys: at least one SSH key is needed",
  );
  refused(
    await post({ config: { ...request.config, min_instances: 5 } }),
    422,
    "min_instances must not be greater than max_instances",
  );
  refused(await post({}), 422, "creating this/these droplet(s) will exceed your droplet limit");
  assert.deepEqual(client.simulator.control.state().pools, {});
});
