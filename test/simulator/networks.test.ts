import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startClient } from "./client.ts";
import { cluster, droplet, firewall, loadBalancer, made, refused } from "./fixtures.ts";

describe("a VPC", () => {
  const vpc = { name: "site-vpc", region: "fra1", ip_range: "10.110.0.0/20" };

  test("is made, changed, and deleted once nothing stands in it", async (context) => {
    const client = await startClient(context);
    const { id, urn } = await made(client, "/v2/vpcs", vpc);
    assert.equal(urn, `do:vpc:${id}`);
    const renamed = await client.put(`/v2/vpcs/${id}`, { name: "other", description: "d" });
    assert.deepEqual([renamed.body.vpc.name, renamed.body.vpc.description], ["other", "d"]);
    const inside = { vpc_uuid: id };
    const web = await made(client, "/v2/droplets", { ...droplet, ...inside });
    const balancer = await made(client, "/v2/load_balancers", { ...loadBalancer, ...inside });
    const database = await made(client, "/v2/databases", { ...cluster, private_network_uuid: id });
    const members = (await client.get(`/v2/vpcs/${id}/members`)).body.members;
    assert.deepEqual(
      members.map((member: { urn: string }) => member.urn),
      [`do:droplet:${web.id}`, `do:loadbalancer:${balancer.id}`, `do:dbaas:${database.id}`],
    );
    assert.equal((await client.get(`/v2/vpcs/${id}/members?resource_type=droplet`)).body.meta.total, 1);
    refused(await client.remove(`/v2/vpcs/${id}`), 403, "Can not delete VPC with members");
    await client.remove(`/v2/droplets/${web.id}`);
    await client.remove(`/v2/load_balancers/${balancer.id}`);
    await client.remove(`/v2/databases/${database.id}`);
    assert.equal((await client.remove(`/v2/vpcs/${id}`)).status, 204);
    assert.equal((await client.get(`/v2/vpcs/${id}`)).status, 404);
  });

  const wrong: readonly (readonly [object, number, string])[] = [
    [{ ip_range: "10.0.0.0/8" }, 422, "ip_range 10.0.0.0/8 must be between /16 and /28"],
    [{ ip_range: "10.0.0.0/29" }, 422, "ip_range 10.0.0.0/29 must be between /16 and /28"],
    [{ ip_range: "8.8.0.0/16" }, 422, "ip_range 8.8.0.0/16 is not a private range (RFC 1918)"],
    [{ ip_range: "10.0.0.1/20" }, 422, "ip_range 10.0.0.1/20 is not a valid CIDR block"],
    [{ region: "mars1" }, 422, "invalid region"],
    [
      { ip_range: "10.10.8.0/24" },
      422,
      "This range/size overlaps with another VPC network in your account: first (10.10.0.0/20)",
    ],
    [{ name: "first" }, 409, "a VPC with the name first already exists"],
  ];
  for (const [change, status, message] of wrong) {
    test(`is refused with ${JSON.stringify(change)}`, async (context) => {
      const client = await startClient(context);
      await made(client, "/v2/vpcs", { ...vpc, name: "first", ip_range: "10.10.0.0/20" });
      refused(await client.post("/v2/vpcs", { ...vpc, ...change }), status, message);
    });
  }

  test("that nobody named is the region's default one, which stays", async (context) => {
    const client = await startClient(context);
    const one = await made(client, "/v2/droplets", droplet);
    const other = await made(client, "/v2/droplets", { ...droplet, name: "web-2" });
    assert.equal(one.vpc_uuid, other.vpc_uuid);
    const { vpcs } = (await client.get("/v2/vpcs")).body;
    assert.deepEqual([vpcs.length, vpcs[0].name, vpcs[0].default], [1, "default-fra1", true]);
    await client.remove(`/v2/droplets/${one.id}`);
    await client.remove(`/v2/droplets/${other.id}`);
    refused(
      await client.remove(`/v2/vpcs/${one.vpc_uuid}`),
      403,
      "Can not delete the default VPC of a region",
    );
  });

  test("is in one region, and takes nothing of another", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/vpcs", vpc);
    refused(
      await client.post("/v2/droplets", { ...droplet, region: "ams3", vpc_uuid: id }),
      422,
      "VPC site-vpc is in region fra1, the resource in ams3",
    );
  });
});

describe("a tag", () => {
  test("counts what bears it, is put on and taken off, and is taken off everything when it goes", async (context) => {
    const client = await startClient(context);
    await made(client, "/v2/tags", { name: "site" });
    const web = await made(client, "/v2/droplets", droplet);
    const database = await made(client, "/v2/databases", { ...cluster, tags: ["site"] });
    const wall = await made(client, "/v2/firewalls", { ...firewall, tags: ["site"] });
    const balancer = await made(client, "/v2/load_balancers", { ...loadBalancer, tag: "site" });
    const selection = { resources: [{ resource_id: String(web.id), resource_type: "droplet" }] };
    assert.equal((await client.post("/v2/tags/site/resources", selection)).status, 204);
    const { resources } = (await client.get("/v2/tags/site")).body.tag;
    assert.deepEqual([resources.count, resources.droplets.count, resources.databases.count], [2, 1, 1]);
    assert.equal(resources.droplets.last_tagged_uri, `${client.simulator.url}/v2/droplets/${web.id}`);
    const balanced = async () => (await client.get(`/v2/load_balancers/${balancer.id}`)).body.load_balancer;
    assert.deepEqual((await balanced()).droplet_ids, [web.id]);
    assert.equal((await client.remove("/v2/tags/site/resources", selection)).status, 204);
    assert.deepEqual((await balanced()).droplet_ids, []);
    assert.equal((await client.remove("/v2/tags/site")).status, 204);
    assert.equal((await balanced()).tag, "");
    assert.deepEqual((await client.get(`/v2/databases/${database.id}`)).body.database.tags, []);
    assert.deepEqual((await client.get(`/v2/firewalls/${wall.id}`)).body.firewall.tags, []);
  });

  test("is made by what names it, and a name that is none is refused", async (context) => {
    const client = await startClient(context);
    await made(client, "/v2/droplets", { ...droplet, tags: ["new:tag"] });
    assert.equal((await client.get("/v2/tags/new:tag")).body.tag.resources.droplets.count, 1);
    refused(
      await client.post("/v2/tags", { name: "no spaces" }),
      400,
      '"no spaces" is not a valid tag name: letters, digits, colons, dashes and underscores, at most 255',
    );
  });
});

describe("a firewall", () => {
  test("shows all ports and those of icmp as 0, and a range as it was given", async (context) => {
    const client = await startClient(context);
    const sources = { addresses: ["10.0.0.0/8"] };
    const inbound_rules = [
      { protocol: "icmp", sources },
      { protocol: "tcp", ports: "1-65535", sources },
      { protocol: "udp", ports: "all", sources },
    ];
    const made1 = await made(client, "/v2/firewalls", { ...firewall, inbound_rules });
    assert.deepEqual(
      made1.inbound_rules.map((rule: { ports: string }) => rule.ports),
      ["0", "1-65535", "0"],
    );
  });

  test("is changed in whole, and by rules, tags and droplets", async (context) => {
    const client = await startClient(context);
    const { id } = await made(client, "/v2/firewalls", firewall);
    const path = `/v2/firewalls/${id}`;
    const web = await made(client, "/v2/droplets", droplet);
    const rules = {
      inbound_rules: [{ protocol: "tcp", ports: "22", sources: { addresses: ["192.0.2.0/24"] } }],
    };
    await client.post(`${path}/rules`, rules);
    await client.post(`${path}/tags`, { tags: ["web"] });
    await client.post(`${path}/droplets`, { droplet_ids: [web.id] });
    const full = (await client.get(path)).body.firewall;
    assert.deepEqual([full.inbound_rules.length, full.tags, full.droplet_ids], [2, ["web"], [web.id]]);
    await client.remove(`${path}/rules`, rules);
    await client.remove(`${path}/tags`, { tags: ["web"] });
    await client.remove(`${path}/droplets`, { droplet_ids: [web.id] });
    const { created_at: _created, ...empty } = (await client.get(path)).body.firewall;
    assert.deepEqual([empty.inbound_rules.length, empty.tags, empty.droplet_ids], [1, [], []]);
    const replaced = await client.put(path, { ...firewall, name: "renamed" });
    assert.equal(replaced.body.firewall.name, "renamed");
    assert.equal((await client.remove(path)).status, 204);
  });

  test("has a name of its own and at most 5 tags, 10 droplets and 50 rules", async (context) => {
    const client = await startClient(context);
    await made(client, "/v2/firewalls", firewall);
    refused(await client.post("/v2/firewalls", firewall), 409, "duplicate name");
    const other = { ...firewall, name: "other" };
    refused(
      await client.post("/v2/firewalls", { ...other, tags: ["a", "b", "c", "d", "e", "f"] }),
      422,
      "a firewall takes at most 5 tags, got 6",
    );
    const inbound_rules = Array.from({ length: 50 }, () => firewall.inbound_rules[0]);
    refused(
      await client.post("/v2/firewalls", { ...other, inbound_rules }),
      422,
      "a firewall has at most 50 rules, got 51",
    );
    refused(
      await client.post("/v2/firewalls", { ...other, droplet_ids: [1] }),
      422,
      "droplets 1 were not found",
    );
  });
});
