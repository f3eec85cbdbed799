import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { digitaloceanProvider } from "../../../providers/digitalocean/provider.ts";
import { fromFacts, fromTable, readFacts } from "../facts.ts";

const facts = readFacts("digitalocean-2.71.0.json");

describe("the schema of the DigitalOcean stand-in", () => {
  for (const [name, type] of Object.entries(digitaloceanProvider.resources)) {
    test(`of ${name} is the real provider's`, () => {
      assert.equal(type.schema.version, facts.resources[name]?.schema_version);
      assert.deepEqual(fromTable(type.schema.attributes), fromFacts(facts.resources[name]?.attributes ?? {}));
    });

    test(`of ${name} can be updated where the real provider's can`, () => {
      assert.equal(type.update !== undefined, facts.resources[name]?.updatable);
    });
  }

  test("of the provider is the real one's, but that api_endpoint falls back to DigitalOcean's by itself", () => {
    const { api_endpoint: _ours, ...attributes } = digitaloceanProvider.attributes;
    const { api_endpoint: _theirs, ...expected } = facts.provider;
    assert.deepEqual(fromTable(attributes), fromFacts(expected));
  });
});
