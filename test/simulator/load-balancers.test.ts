import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { generate } from "selfsigned";
import { startClient } from "./client.ts";
import { droplet, loadBalancer, made, refused } from "./fixtures.ts";

const https = { entry_protocol: "https", entry_port: 443, target_protocol: "http", target_port: 8080 };

test("a balancer is new without an address, then active with one", async (context) => {
  let now = Date.UTC(2026, 10, 1);
  const client = await startClient(context, { speed: "fast", clock: () => now });
  const { id, status, ip } = await made(client, "/v2/load_balancers", loadBalancer);
  assert.deepEqual([status, ip], ["new", ""]);
  now += 10_000;
  const active = (await client.get(`/v2/load_balancers/${id}`)).body.load_balancer;
  assert.equal(active.status, "active");
  assert.match(active.ip, /^198\.51\.100\.\d+$/);
  assert.deepEqual(
    [
      active.size_unit,
      active.algorithm,
      active.http_idle_timeout_seconds,
      active.health_check.unhealthy_threshold,
    ],
    [1, "round_robin", 60, 5],
  );
});

test("a PUT says all: what it leaves out goes back to its default", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/load_balancers", { ...loadBalancer, size_unit: 3, tag: "web" });
  const changed = (await client.put(`/v2/load_balancers/${id}`, loadBalancer)).body.load_balancer;
  assert.deepEqual([changed.size_unit, changed.tag], [1, ""]);
  refused(
    await client.put(`/v2/load_balancers/${id}`, { ...loadBalancer, region: "ams3" }),
    422,
    "region can't be changed",
  );
});

test("droplets and rules come and go one by one, but the last rule stays", async (context) => {
  const client = await startClient(context);
  const web = await made(client, "/v2/droplets", droplet);
  const { id } = await made(client, "/v2/load_balancers", loadBalancer);
  const path = `/v2/load_balancers/${id}`;
  const read = async () => (await client.get(path)).body.load_balancer;
  await client.post(`${path}/droplets`, { droplet_ids: [web.id] });
  assert.deepEqual((await read()).droplet_ids, [web.id]);
  await client.remove(`${path}/droplets`, { droplet_ids: [web.id] });
  assert.deepEqual((await read()).droplet_ids, []);
  const tcp = { entry_protocol: "tcp", entry_port: 3306, target_protocol: "tcp", target_port: 3306 };
  await client.post(`${path}/forwarding_rules`, { forwarding_rules: [tcp] });
  assert.equal((await read()).forwarding_rules.length, 2);
  await client.remove(`${path}/forwarding_rules`, { forwarding_rules: [tcp] });
  refused(
    await client.remove(`${path}/forwarding_rules`, { forwarding_rules: loadBalancer.forwarding_rules }),
    422,
    "a load balancer needs at least one forwarding rule",
  );
  assert.equal((await client.remove(`${path}/cache`)).status, 204);
  assert.equal((await client.remove(path)).status, 204);
  assert.equal((await client.get(path)).status, 404);
});

describe("a balancer is refused", () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ["of an unknown region", { region: "mars1" }, "region mars1 is invalid"],
    [
      "with https and no certificate",
      { forwarding_rules: [https] },
      "a rule for https needs a certificate_id or tls_passthrough",
    ],
    [
      "with an unknown certificate",
      { forwarding_rules: [{ ...https, certificate_id: "c" }] },
      "certificate c was not found",
    ],
    ["with droplets that are not there", { droplet_ids: [7] }, "droplets 7 were not found"],
    [
      "with more than 10 droplets by id",
      { droplet_ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      "at most 10 droplets can be given by id; use a tag for more",
    ],
    ["in an unknown project", { project_id: "p" }, "project p was not found"],
    [
      "with a port used twice",
      { forwarding_rules: [loadBalancer.forwarding_rules[0], loadBalancer.forwarding_rules[0]] },
      "entry port 80 is used by two forwarding rules",
    ],
  ];
  for (const [what, change, message] of cases) {
    test(what, async (context) => {
      const client = await startClient(context);
      refused(await client.post("/v2/load_balancers", { ...loadBalancer, ...change }), 422, message);
    });
  }

  test("of a name that is taken, and beyond the account's limit", async (context) => {
    const client = await startClient(context, { limits: { loadBalancers: 1 } });
    await made(client, "/v2/load_balancers", loadBalancer);
    refused(
      await client.post("/v2/load_balancers", loadBalancer),
      422,
      "a load balancer with the name site-load-balancer already exists",
    );
    refused(
      await client.post("/v2/load_balancers", { ...loadBalancer, name: "second" }),
      422,
      "creating this load balancer will exceed your load balancer limit",
    );
  });
});

describe("a certificate", () => {
  test("of one's own is verified at once, is found by name, and stays while a balancer uses it", async (context) => {
    const client = await startClient(context);
    const pair = await generate([{ name: "commonName", value: "site.example.com" }], {
      keyType: "ec",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "site.example.com" }] }],
    });
    const request = { name: "own", type: "custom", private_key: pair.private, leaf_certificate: pair.cert };
    const { id, state, dns_names } = await made(client, "/v2/certificates", request);
    assert.deepEqual([state, dns_names], ["verified", ["site.example.com"]]);
    assert.equal((await client.get("/v2/certificates?name=own")).body.certificates[0].id, id);
    assert.equal((await client.get("/v2/certificates?name=other")).body.meta.total, 0);
    const forwarding_rules = [{ ...https, certificate_id: id }];
    const balancer = await made(client, "/v2/load_balancers", { ...loadBalancer, forwarding_rules });
    refused(
      await client.remove(`/v2/certificates/${id}`),
      403,
      "Make sure the certificate is not in use before deleting it",
    );
    await client.remove(`/v2/load_balancers/${balancer.id}`);
    assert.equal((await client.remove(`/v2/certificates/${id}`)).status, 204);
  });

  test("of one's own is refused if it or its key is none, or they don't belong together", async (context) => {
    const client = await startClient(context);
    const [one, other] = await Promise.all([
      generate([], { keyType: "ec" }),
      generate([], { keyType: "ec" }),
    ]);
    const request = { name: "own", type: "custom", private_key: one.private, leaf_certificate: one.cert };
    const post = (change: object) => client.post("/v2/certificates", { ...request, ...change });
    refused(await post({ leaf_certificate: "x" }), 422, "leaf_certificate is not valid PEM");
    refused(await post({ private_key: "x" }), 422, "private_key is not valid PEM");
    refused(
      await post({ private_key: other.private }),
      422,
      "private_key does not belong to leaf_certificate",
    );
  });

  test("of Let's Encrypt is pending, then verified, for domains of the account only", async (context) => {
    let now = Date.UTC(2026, 10, 1);
    const client = await startClient(context, { speed: "real", clock: () => now });
    const request = { name: "le", type: "lets_encrypt", dns_names: ["www.example.com"] };
    refused(
      await client.post("/v2/certificates", request),
      422,
      "www.example.com: the domain must be managed by DigitalOcean's DNS",
    );
    await made(client, "/v2/domains", { name: "example.com" });
    const { id, state, not_after } = await made(client, "/v2/certificates", request);
    assert.deepEqual([state, not_after], ["pending", "2027-01-30T00:00:00Z"]);
    now += 60_000;
    assert.equal((await client.get(`/v2/certificates/${id}`)).body.certificate.state, "verified");
    refused(
      await client.post("/v2/certificates", request),
      422,
      "a certificate with the name le already exists",
    );
  });
});
