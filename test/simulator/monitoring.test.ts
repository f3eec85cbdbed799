import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient } from "./client.ts";
import { alertPolicy, made } from "./fixtures.ts";

test("an alert policy is made, changed and removed, and nulls of absent channels are taken", async (context) => {
  const client = await startClient(context);
  const policy = {
    ...alertPolicy,
    description: "web cpu",
    tags: ["web"],
    alerts: { email: ["ops@example.com"], slack: null },
  };
  const { uuid, alerts } = await made(client, "/v2/monitoring/alerts", policy);
  assert.deepEqual(alerts, { email: ["ops@example.com"], slack: [] });
  const path = `/v2/monitoring/alerts/${uuid}`;
  assert.equal((await client.put(path, { ...policy, value: 90 })).body.policy.value, 90);
  assert.equal((await client.get(path)).body.policy.value, 90);
  assert.equal((await client.get("/v2/monitoring/alerts")).body.policies.length, 1);
  assert.equal((await client.remove(path)).status, 204);
  assert.equal((await client.get(path)).status, 404);
});

test("an uptime check has alerts and a state, and regions that nobody named are all", async (context) => {
  const client = await startClient(context);
  const check = { name: "site", type: "https", target: "https://example.com/healthz", enabled: true };
  const { id, regions } = await made(client, "/v2/uptime/checks", { ...check, regions: null });
  assert.deepEqual(regions, ["us_east", "us_west", "eu_west", "se_asia"]);
  const path = `/v2/uptime/checks/${id}`;
  const changed = await client.put(path, { ...check, regions: ["eu_west"] });
  assert.deepEqual(changed.body.check.regions, ["eu_west"]);
  assert.equal((await client.get(`${path}/state`)).body.state.regions.eu_west.status, "UP");

  const notifications = { email: ["ops@example.com"], slack: null };
  const down = {
    name: "down",
    type: "down",
    threshold: 1,
    comparison: "less_than",
    notifications,
    period: "2m",
  };
  const alert = await made(client, `${path}/alerts`, down);
  assert.deepEqual(alert, {
    ...down,
    id: alert.id,
    notifications: { email: ["ops@example.com"], slack: [] },
  });
  const expiry = {
    name: "cert",
    type: "ssl_expiry",
    threshold: 14,
    comparison: "",
    notifications,
    period: "",
  };
  const { comparison, period } = await made(client, `${path}/alerts`, expiry);
  assert.deepEqual([comparison, period], [undefined, undefined]);
  const renamed = await client.put(`${path}/alerts/${alert.id}`, { ...down, name: "renamed" });
  assert.equal(renamed.body.alert.name, "renamed");
  assert.equal((await client.remove(`${path}/alerts/${alert.id}`)).status, 204);
  assert.equal((await client.get(`${path}/alerts`)).body.meta.total, 1);
  assert.equal((await client.remove(path)).status, 204);
  assert.equal((await client.get(`${path}/alerts`)).status, 404);
});
