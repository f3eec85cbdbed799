import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dockerProvider } from "../../../providers/docker/provider.ts";
import { fromFacts, fromTable, readFacts } from "../facts.ts";

const facts = readFacts("docker-3.6.2.json");

describe("the schema of the Docker stand-in", () => {
  for (const [name, type] of Object.entries(dockerProvider.resources)) {
    test(`of ${name} is the real provider's`, () => {
      assert.equal(type.schema.version, facts.resources[name]?.schema_version);
      assert.deepEqual(fromTable(type.schema.attributes), fromFacts(facts.resources[name]?.attributes ?? {}));
    });
  }

  test("of the provider is the real one's, but that host falls back to DOCKER_HOST by itself", () => {
    const { host: _ours, ...attributes } = dockerProvider.attributes;
    const { host: _theirs, ...expected } = facts.provider;
    assert.deepEqual(fromTable(attributes), fromFacts(expected));
  });
});
