import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startClient } from "./client.ts";
import { droplet, firewall, loadBalancer, made, publicKey, refused } from "./fixtures.ts";

test("a droplet is new and locked, then active with a private and a public address, and then gone", async (context) => {
  let now = Date.UTC(2026, 10, 1);
  const client = await startClient(context, { speed: "real", clock: () => now });
  const vpc = await made(client, "/v2/vpcs", { name: "net", region: "fra1", ip_range: "10.10.0.0/24" });
  const created = await client.post("/v2/droplets", { ...droplet, vpc_uuid: vpc.id, monitoring: true });
  assert.equal(created.status, 202);
  const { id } = created.body.droplet;
  const read = async () => (await client.get(`/v2/droplets/${id}`)).body.droplet;
  const action = async () =>
    (await client.get(new URL(created.body.links.actions[0].href).pathname)).body.action;

  const young = await read();
  assert.deepEqual([young.status, young.locked, young.networks.v4], ["new", true, []]);
  assert.deepEqual([(await action()).status, (await action()).completed_at], ["in-progress", null]);
  now += 30_000;
  const grown = await read();
  assert.deepEqual([grown.status, grown.locked, grown.vpc_uuid], ["active", false, vpc.id]);
  assert.deepEqual(
    grown.networks.v4.map((address: Record<string, string>) => [address.type, address.ip_address]),
    [
      ["private", "10.10.0.3"],
      ["public", "198.18.0.2"],
    ],
  );
  assert.deepEqual(grown.features, ["monitoring", "droplet_agent", "private_networking"]);
  assert.deepEqual(
    [(await action()).status, (await action()).completed_at],
    ["completed", "2026-11-01T00:00:30Z"],
  );

  assert.equal((await client.remove(`/v2/droplets/${id}`)).status, 204);
  assert.equal((await client.get(`/v2/droplets/${id}`)).status, 404);
});

test("droplets are listed, and deleted, by tag", async (context) => {
  const client = await startClient(context);
  await made(client, "/v2/droplets", { ...droplet, names: ["a", "b"], name: undefined, tags: ["web"] });
  await made(client, "/v2/droplets", { ...droplet, name: "c" });
  const names = async (query: string) =>
    (await client.get(`/v2/droplets${query}`)).body.droplets.map((each: { name: string }) => each.name);
  assert.deepEqual(await names("?tag_name=web"), ["a", "b"]);
  assert.deepEqual(await names("?name=c"), ["c"]);
  assert.equal((await client.remove("/v2/droplets?tag_name=web")).status, 204);
  assert.deepEqual(await names(""), ["c"]);
});

describe("a droplet is refused in the API's words", () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ["unknown size", { size: "s-9" }, "You specified an invalid size for Droplet creation."],
    ["unknown region", { region: "mars1" }, "You specified an invalid region for Droplet creation."],
    ["unknown image", { image: "dos-6" }, "You specified an invalid image for Droplet creation."],
    ["size not in region", { region: "nyc2", size: "c-2" }, "Size is not available in this region."],
    ["unknown key", { ssh_keys: ["aa:bb"] }, "aa:bb are invalid key identifiers for Droplet creation."],
    ["bad name", { name: "a b" }, "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)"],
    ["large user data", { user_data: "ä".repeat(32 * 1024 + 1) }, "User data exceeds 64 KiB."],
    [
      "unknown VPC",
      { vpc_uuid: "9531985d-5d9d-49f8-9818-e811892f902b" },
      "VPC 9531985d-5d9d-49f8-9818-e811892f902b was not found",
    ],
  ];
  for (const [what, change, message] of cases) {
    test(what, async (context) => {
      const client = await startClient(context);
      refused(await client.post("/v2/droplets", { ...droplet, ...change }), 422, message);
      assert.deepEqual(client.simulator.control.state().droplets, {});
    });
  }

  test("beyond the account's limit, all of a request or none", async (context) => {
    const client = await startClient(context, { limits: { droplets: 2 } });
    await made(client, "/v2/droplets", droplet);
    const answer = await client.post("/v2/droplets", { ...droplet, name: undefined, names: ["a", "b"] });
    refused(answer, 422, "creating this/these droplet(s) will exceed your droplet limit");
    assert.equal(Object.keys(client.simulator.control.state().droplets).length, 1);
  });
});

test("user data of exactly 64 KiB and a key by fingerprint are taken", async (context) => {
  const client = await startClient(context);
  const key = await made(client, "/v2/account/keys", { name: "k", public_key: publicKey });
  assert.equal(key.fingerprint, "a2:0a:f9:1b:88:19:af:af:12:05:f3:7a:c0:ea:09:23");
  const user_data = "x".repeat(64 * 1024);
  await made(client, "/v2/droplets", { ...droplet, ssh_keys: [key.fingerprint, key.id], user_data });
  refused(
    await client.post("/v2/account/keys", { name: "again", public_key: publicKey }),
    422,
    "SSH Key is already in use on your account",
  );
});

describe("an action", () => {
  test("powers off, resizes and powers on, each once the one before is done", async (context) => {
    let now = Date.UTC(2026, 10, 1);
    const client = await startClient(context, { speed: "real", clock: () => now });
    const { id } = await made(client, "/v2/droplets", droplet);
    const act = (body: object) => client.post(`/v2/droplets/${id}/actions`, body);
    refused(await act({ type: "shutdown" }), 422, "Droplet already has a pending event.");
    now += 60_000;
    const resize = { type: "resize", size: "s-1vcpu-2gb", disk: false };
    refused(await act(resize), 422, "Droplet must be powered off to be resized.");
    const off = (await act({ type: "power_off" })).body.action;
    assert.equal(off.status, "in-progress");
    now += 60_000;
    assert.equal((await client.get(`/v2/droplets/${id}/actions/${off.id}`)).body.action.status, "completed");
    assert.equal((await client.get(`/v2/droplets/${id}`)).body.droplet.status, "off");
    assert.equal((await act(resize)).status, 201);
    now += 60_000;
    assert.equal((await act({ type: "power_on" })).status, 201);
    now += 60_000;
    const { status, size_slug } = (await client.get(`/v2/droplets/${id}`)).body.droplet;
    assert.deepEqual([status, size_slug], ["active", "s-1vcpu-2gb"]);
    const types = (await client.get(`/v2/droplets/${id}/actions`)).body.actions.map(
      (each: { type: string }) => each.type,
    );
    assert.deepEqual(types, ["power_on", "resize", "power_off", "create"]);
    assert.equal((await client.get("/v2/actions")).body.meta.total, 4);
  });

  test("renames, backs up and rebuilds, and one that is not simulated says so", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/droplets", droplet);
    const act = (body: object) => client.post(`/v2/droplets/${id}/actions`, body);
    await act({ type: "rename", name: "renamed" });
    await act({ type: "enable_backups" });
    await act({ type: "rebuild", image: "ubuntu-24-04-x64" });
    const { name, features, image } = (await client.get(`/v2/droplets/${id}`)).body.droplet;
    assert.deepEqual([name, features[0], image.slug], ["renamed", "backups", "ubuntu-24-04-x64"]);
    refused(await act({ type: "snapshot", name: "s" }), 422, "snapshot is not simulated for droplets");
  });
});

test("a droplet that goes is taken off the balancers, firewalls and projects that name it", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/droplets", droplet);
  const balancer = await made(client, "/v2/load_balancers", { ...loadBalancer, droplet_ids: [id] });
  const wall = await made(client, "/v2/firewalls", { ...firewall, droplet_ids: [id] });
  await client.remove(`/v2/droplets/${id}`);
  assert.deepEqual(
    (await client.get(`/v2/load_balancers/${balancer.id}`)).body.load_balancer.droplet_ids,
    [],
  );
  assert.deepEqual((await client.get(`/v2/firewalls/${wall.id}`)).body.firewall.droplet_ids, []);
  const { resources } = (await client.get("/v2/projects/default/resources")).body;
  assert.deepEqual(
    resources.map(({ urn }: { urn: string }) => urn),
    [`do:loadbalancer:${balancer.id}`],
  );
});
