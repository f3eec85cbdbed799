import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient } from "./client.ts";
import { alertPolicy, droplet, made, refused } from "./fixtures.ts";

test("without the right token nothing is answered but the API's 401", async (context) => {
  const { simulator, get } = await startClient(context, { token: "dop_v1_right" });
  assert.equal((await get("/v2/account")).status, 200);
  for (const headers of [{}, { authorization: "Bearer dop_v1_wrong" }]) {
    const response = await fetch(`${simulator.url}/v2/account`, { headers });
    assert.equal(response.status, 401);
    assert.match(
      await response.text(),
      /^{"id":"unauthorized","message":"Unable to authenticate you","request_id":"[0-9a-f-]{36}"}$/,
    );
  }
  assert.equal((await fetch(`${simulator.url}/_simulator/state`)).status, 401);
});

test("what is not there is a 404, another method a 405, and a body that is no JSON a 400", async (context) => {
  const { simulator, get, patch } = await startClient(context);
  refused(await get("/v2/nothing"), 404, "The resource you requested could not be found.");
  refused(await get("/v2/droplets/1"), 404, "The resource you requested could not be found.");
  refused(await patch("/v2/droplets"), 405, "PATCH is not allowed for /v2/droplets");
  const response = await fetch(`${simulator.url}/v2/tags`, {
    method: "POST",
    headers: { authorization: `Bearer ${simulator.token}` },
    body: "{",
  });
  assert.equal(response.status, 400);
});

test("each answer says how many requests of the hour are left", async (context) => {
  let now = Date.UTC(2026, 10, 1);
  const { get } = await startClient(context, { clock: () => now });
  const headers = async () => {
    const answer = await get("/v2/account");
    return ["limit", "remaining", "reset"].map((name) => Number(answer.headers.get(`ratelimit-${name}`)));
  };
  assert.deepEqual(await headers(), [5000, 4999, now / 1000 + 3600]);
  assert.deepEqual(await headers(), [5000, 4998, now / 1000 + 3600]);
  now += 3_600_000;
  assert.deepEqual(await headers(), [5000, 4999, now / 1000 + 3600]);
});

test("a limit of requests that was asked for is enforced with 429 until the hour is over", async (context) => {
  let now = Date.UTC(2026, 10, 1);
  const { get } = await startClient(context, { clock: () => now, requestsPerHour: 2 });
  assert.deepEqual([(await get("/v2/tags")).status, (await get("/v2/tags")).status], [200, 200]);
  refused(await get("/v2/tags"), 429, "API rate limit exceeded.");
  now += 3_600_000;
  assert.equal((await get("/v2/tags")).status, 200);
});

test("the page at / shows what is in the account, escaped, and needs no token", async (context) => {
  const client = await startClient(context);
  const page = async () => (await fetch(client.simulator.url)).text();
  assert.match(await page(), /The account is empty|Projects \(1\)/);
  await made(client, "/v2/droplets", droplet);
  await made(client, "/v2/monitoring/alerts", { ...alertPolicy, description: "<script>" });
  assert.match(await page(), /Droplets \(1\).*web-1, s-1vcpu-1gb, fra1/);
  assert.doesNotMatch(await page(), /<script>/);
});

test("account, regions, sizes and images are those of the catalogue", async (context) => {
  const { get } = await startClient(context, { limits: { droplets: 3 } });
  assert.equal((await get("/v2/account")).body.account.droplet_limit, 3);
  const { regions } = (await get("/v2/regions")).body;
  const { sizes } = (await get("/v2/sizes?per_page=200")).body;
  assert.ok(regions.some((region: { slug: string }) => region.slug === "fra1"));
  const small = sizes.find((size: { slug: string }) => size.slug === "s-1vcpu-1gb");
  assert.deepEqual([small.price_monthly, small.memory], [6, 1024]);
  assert.equal((await get("/v2/images/debian-13-x64")).body.image.distribution, "Debian");
  assert.deepEqual((await get("/v2/images?private=true")).body.images, []);
  assert.deepEqual((await get("/v2/monitoring/metrics/droplet/cpu")).body.data.result, []);
});

test("a listing comes in pages that link to each other, and a page beyond the end is empty", async (context) => {
  const client = await startClient(context);
  for (const name of ["a", "b", "c", "d", "e"]) await made(client, "/v2/tags", { name });
  const { url } = client.simulator;
  const middle = (await client.get("/v2/tags?page=2&per_page=2")).body;
  assert.deepEqual(
    middle.tags.map((tag: { name: string }) => tag.name),
    ["c", "d"],
  );
  assert.deepEqual(middle.meta, { total: 5 });
  assert.deepEqual(middle.links.pages, {
    first: `${url}/v2/tags?page=1&per_page=2`,
    prev: `${url}/v2/tags?page=1&per_page=2`,
    next: `${url}/v2/tags?page=3&per_page=2`,
    last: `${url}/v2/tags?page=3&per_page=2`,
  });
  assert.deepEqual((await client.get("/v2/tags")).body.links, {});
  assert.deepEqual((await client.get("/v2/tags?page=9")).body.tags, []);
  refused(
    await client.get("/v2/tags?per_page=201"),
    400,
    "per_page must be a whole number from 1 to 200, got 201",
  );
});
