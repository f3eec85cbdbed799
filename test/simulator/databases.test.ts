import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, test } from "node:test";
import { startClient } from "./client.ts";
import { cluster, made, refused } from "./fixtures.ts";

describe("a database cluster", () => {
  test("is being created, then online, and resizes in the same way", async (context) => {
    let now = Date.UTC(2026, 10, 1);
    const client = await startClient(context, { speed: "real", clock: () => now });
    const created = await made(client, "/v2/databases", cluster);
    assert.equal(created.status, "creating");
    assert.ok(created.metrics_endpoints.length > 0);
    const path = `/v2/databases/${created.id}`;
    const read = async () => (await client.get(path)).body.database;
    refused(await client.post(`${path}/dbs`, { name: "app" }), 422, "cluster is not online yet");
    now += 300_000;
    assert.equal((await read()).status, "online");
    assert.equal((await client.put(`${path}/resize`, { size: "db-s-2vcpu-4gb", num_nodes: 3 })).status, 202);
    assert.deepEqual([(await read()).status, (await read()).size], ["resizing", "db-s-2vcpu-4gb"]);
    now += 300_000;
    const { status, num_nodes, storage_size_mib } = await read();
    assert.deepEqual([status, num_nodes, storage_size_mib], ["online", 3, 61440]);
    assert.equal((await client.remove(path)).status, 204);
    refused(await client.get(path), 404, "cluster not found");
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    ["of an unknown size", { size: "db-9" }, "invalid size: db-9"],
    ["of an unknown region", { region: "mars1" }, "invalid region: mars1"],
    ["of an unknown version", { version: "5" }, "invalid cluster engine version: 5"],
    ["of another engine", { engine: "pg" }, "engine pg is not simulated: only mysql is"],
    [
      "with standby nodes on a 1 GB plan",
      { size: "db-s-1vcpu-1gb" },
      "invalid num_nodes: 2; db-s-1vcpu-1gb can have 1 node only",
    ],
    ["with four nodes", { num_nodes: 4 }, "invalid num_nodes: 4; db-s-1vcpu-2gb can have 1 to 3 nodes"],
  ];
  for (const [what, change, message] of wrong) {
    test(`is refused ${what}`, async (context) => {
      const client = await startClient(context);
      refused(await client.post("/v2/databases", { ...cluster, ...change }), 422, message);
    });
  }

  test("has a name of its own, and is listed by tag", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/databases", { ...cluster, tags: ["site"] });
    refused(await client.post("/v2/databases", cluster), 422, "cluster name is not available");
    const { databases } = (await client.get("/v2/databases?tag_name=site")).body;
    assert.deepEqual([databases.length, databases[0].id], [1, id]);
    assert.equal((await client.get("/v2/databases?tag_name=other")).body.meta.total, 0);
  });

  test("keeps its maintenance window, trusted sources, settings and SQL mode", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/databases", {
      ...cluster,
      rules: [{ type: "tag", value: "web" }],
    });
    const path = `/v2/databases/${id}`;
    assert.equal((await client.put(`${path}/maintenance`, { day: "sunday", hour: "03:00" })).status, 204);
    const { maintenance_window } = (await client.get(path)).body.database;
    assert.deepEqual([maintenance_window.day, maintenance_window.hour], ["sunday", "03:00"]);
    refused(
      await client.put(`${path}/maintenance`, { day: "someday", hour: "03:00" }),
      422,
      "invalid day: someday",
    );
    refused(
      await client.put(`${path}/maintenance`, { day: "sunday", hour: "3" }),
      422,
      "invalid hour: 3; write it as HH:MM",
    );

    const rules = async () => (await client.get(`${path}/firewall`)).body.rules;
    assert.deepEqual([(await rules())[0].type, (await rules())[0].value], ["tag", "web"]);
    await client.put(`${path}/firewall`, { rules: [{ type: "ip_addr", value: "10.0.0.0/8" }] });
    assert.deepEqual([(await rules()).length, (await rules())[0].cluster_uuid], [1, id]);
    await client.put(`${path}/firewall`, { rules: null });
    assert.deepEqual(await rules(), []);

    await client.patch(`${path}/config`, { config: { backup_hour: 5 } });
    const { config } = (await client.get(`${path}/config`)).body;
    assert.deepEqual([config.backup_hour, config.sql_require_primary_key], [5, true]);
    await client.put(`${path}/sql_mode`, { sql_mode: "ANSI,TRADITIONAL" });
    assert.equal((await client.get(`${path}/sql_mode`)).body.sql_mode, "ANSI,TRADITIONAL");
    assert.equal((await client.put(`${path}/upgrade`, { version: "8" })).status, 204);
  });

  test("shows a certificate authority that a client can read", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/databases", cluster);
    const { ca } = (await client.get(`/v2/databases/${id}/ca`)).body;
    assert.ok(new X509Certificate(Buffer.from(ca.certificate, "base64")).ca);
  });

  test("has users and databases, with passwords that a reset changes", async (context) => {
    const client = await startClient(context);
    const { id, users } = await made(client, "/v2/databases", cluster);
    const path = `/v2/databases/${id}`;
    assert.deepEqual([users[0].name, users[0].role], ["doadmin", "primary"]);
    const app = await made(client, `${path}/users`, { name: "app" });
    assert.equal(app.mysql_settings.auth_plugin, "caching_sha2_password");
    refused(await client.post(`${path}/users`, { name: "app" }), 422, "user app already exists");
    const settings = { mysql_settings: { auth_plugin: "mysql_native_password" } };
    const reset = (await client.post(`${path}/users/app/reset_auth`, settings)).body.user;
    assert.notEqual(reset.password, app.password);
    assert.deepEqual((await client.get(`${path}/users/app`)).body.user, reset);
    assert.equal((await client.remove(`${path}/users/app`)).status, 204);
    assert.equal((await client.get(`${path}/users/app`)).status, 404);
    refused(await client.remove(`${path}/users/doadmin`), 422, "the primary user can't be deleted");

    await made(client, `${path}/dbs`, { name: "app" });
    refused(await client.post(`${path}/dbs`, { name: "app" }), 422, "database app already exists");
    assert.deepEqual((await client.get(path)).body.database.db_names, ["defaultdb", "app"]);
    assert.equal((await client.remove(`${path}/dbs/app`)).status, 204);
    assert.equal((await client.get(`${path}/dbs`)).body.meta.total, 1);
  });
});

describe("a replica", () => {
  const replica = { name: "site-replica", size: "db-s-1vcpu-2gb" };

  test("comes online in its cluster's VPC, is resized by its own id, and goes with its cluster", async (context) => {
    const client = await startClient(context);
    const { id, private_network_uuid } = await made(client, "/v2/databases", cluster);
    const path = `/v2/databases/${id}/replicas`;
    const created = await made(client, path, replica);
    assert.deepEqual([created.status, created.private_network_uuid], ["creating", private_network_uuid]);
    const read = async () => (await client.get(`${path}/site-replica`)).body.replica;
    assert.equal((await read()).status, "online");
    await client.put(`/v2/databases/${created.id}/resize`, { size: "db-s-2vcpu-4gb", num_nodes: 1 });
    assert.equal((await read()).size, "db-s-2vcpu-4gb");
    refused(await client.post(path, replica), 422, "replica name is not available");
    refused(
      await client.post(path, { name: "small", size: "db-s-1vcpu-1gb" }),
      422,
      "invalid size: db-s-1vcpu-1gb is smaller than the cluster's db-s-1vcpu-2gb",
    );
    await client.remove(`/v2/databases/${id}`);
    assert.deepEqual(client.simulator.control.state().replicas, {});
  });

  test("becomes a cluster of its own when it is promoted", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/databases", cluster);
    const { id: replicaId } = await made(client, `/v2/databases/${id}/replicas`, replica);
    assert.equal((await client.put(`/v2/databases/${id}/replicas/site-replica/promote`)).status, 204);
    const { name, num_nodes } = (await client.get(`/v2/databases/${replicaId}`)).body.database;
    assert.deepEqual([name, num_nodes], ["site-replica", 1]);
    assert.equal((await client.get(`/v2/databases/${id}/replicas`)).body.meta.total, 0);
  });
});

test("the options name what can be made, and each of them can", async (context) => {
  const client = await startClient(context);
  const { mysql } = (await client.get("/v2/databases/options")).body.options;
  assert.deepEqual(mysql.versions, ["8"]);
  for (const { num_nodes, sizes } of mysql.layouts) {
    const [size] = sizes;
    await made(client, "/v2/databases", { ...cluster, name: `of-${num_nodes}`, num_nodes, size });
  }
});
