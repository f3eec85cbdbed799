import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient } from "./client.ts";
import { made, refused } from "./fixtures.ts";

const records = "/v2/domains/example.com/records";

test("a domain comes with name servers, and with an address if one was given", async (context) => {
  const client = await startClient(context);
  await made(client, "/v2/domains", { name: "example.com", ip_address: "192.0.2.1" });
  const types = (await client.get(records)).body.domain_records.map((each: { type: string }) => each.type);
  assert.deepEqual(types, ["SOA", "NS", "NS", "NS", "A"]);
  const { zone_file } = (await client.get("/v2/domains/example.com")).body.domain;
  assert.match(zone_file, /^\$ORIGIN example\.com\.\n/);
  assert.match(zone_file, /^example\.com\. 1800 IN A 192\.0\.2\.1$/m);
  refused(
    await client.post("/v2/domains", { name: "example.com" }),
    422,
    "domain 'example.com': name already exists",
  );
  refused(
    await client.post("/v2/domains", { name: "no domain" }),
    422,
    "domain 'no domain': name is not a valid domain name",
  );
  assert.equal((await client.remove("/v2/domains/example.com")).status, 204);
  assert.equal((await client.get(records)).status, 404);
});

test("a record is added, found by name and type, changed and removed", async (context) => {
  const client = await startClient(context);
  await made(client, "/v2/domains", { name: "example.com" });
  const www = await made(client, records, { type: "A", name: "www", data: "192.0.2.1", ttl: 300 });
  assert.equal(
    (await client.get(`${records}?name=www.example.com&type=A`)).body.domain_records[0].id,
    www.id,
  );
  assert.equal((await client.get(`${records}?name=other.example.com`)).body.meta.total, 0);
  const changed = await client.put(`${records}/${www.id}`, { type: "A", data: "192.0.2.2" });
  assert.deepEqual([changed.body.domain_record.data, changed.body.domain_record.ttl], ["192.0.2.2", 300]);
  assert.equal((await client.remove(`${records}/${www.id}`)).status, 204);
  assert.equal((await client.get(`${records}/${www.id}`)).status, 404);
});

test("a record that no name server would take is refused", async (context) => {
  const client = await startClient(context);
  await made(client, "/v2/domains", { name: "example.com" });
  await made(client, records, { type: "CNAME", name: "taken", data: "@" });
  const cases: readonly (readonly [object, string])[] = [
    [{ type: "A", name: "www", data: "x" }, "IP address did not match IPv4 format (e.g. 127.0.0.1)."],
    [{ type: "AAAA", name: "www", data: "192.0.2.1" }, "IP address did not match IPv6 format."],
    [{ type: "CNAME", name: "www", data: "other.example" }, "Data needs to end with a dot (.)"],
    [{ type: "CNAME", name: "@", data: "other.example." }, "CNAME records cannot be at the apex"],
    [{ type: "A", name: "taken", data: "192.0.2.1" }, "Name is already in use by a CNAME record"],
    [{ type: "A", name: "www", data: "192.0.2.1", ttl: 5 }, "TTL must be greater than or equal to 30"],
    [{ type: "PTR", name: "www", data: "x" }, "Type is invalid: PTR"],
    [{ type: "TXT", name: "www" }, "Data can't be blank"],
  ];
  for (const [body, message] of cases) refused(await client.post(records, body), 422, message);
});
