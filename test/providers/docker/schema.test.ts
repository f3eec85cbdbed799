import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { dockerProvider } from "../../../providers/docker/provider.ts";
import type { Attribute, Attributes } from "../../../providers/plugin/index.ts";

const FACTS = join(import.meta.dirname, "../../../../shared/provider-facts/docker-3.6.2.json");
const skip = existsSync(FACTS) ? false : "../shared is not here";

interface Fact {
  readonly type: string;
  readonly elem?: string;
  readonly block?: Record<string, Fact>;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly force_new?: boolean;
  readonly default?: unknown;
  readonly max_items?: number;
  readonly deprecated?: unknown;
  readonly conflicts_with?: string[];
}

const SCALARS: Record<string, string> = {
  TypeString: "string",
  TypeInt: "int",
  TypeBool: "bool",
  TypeFloat: "float",
};

function fromFacts(facts: Record<string, Fact>): object {
  const entries = Object.entries(facts).filter(([name, fact]) => name !== "id" || !fact.computed);
  return Object.fromEntries(entries.map(([name, fact]) => [name, factRow(fact)]));
}

function factRow(fact: Fact): object {
  const kind = fact.type.replace("Type", "").toLowerCase();
  const shape = fact.block
    ? { type: `blocks in a ${kind}`, attributes: fromFacts(fact.block) }
    : fact.type in SCALARS
      ? { type: SCALARS[fact.type] }
      : { type: `${kind} of ${SCALARS[fact.elem ?? "TypeString"]}` };
  return {
    ...shape,
    required: fact.required ?? false,
    optional: fact.optional ?? false,
    computed: fact.computed ?? false,
    sensitive: fact.sensitive ?? false,
    forceNew: fact.force_new ?? false,
    deprecated: Boolean(fact.deprecated),
    default: fact.default ?? null,
    maxItems: fact.max_items ?? 0,
    conflictsWith: fact.conflicts_with ?? [],
  };
}

function fromTable(attributes: Attributes): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, tableRow(attribute)]),
  );
}

function tableRow(attribute: Attribute): object {
  const shape =
    attribute.type === "blocks"
      ? { type: `blocks in a ${attribute.nesting}`, attributes: fromTable(attribute.attributes) }
      : "element" in attribute
        ? { type: `${attribute.type} of ${attribute.element}` }
        : { type: attribute.type };
  return {
    ...shape,
    required: attribute.use === "required",
    optional: attribute.use.startsWith("optional"),
    computed: attribute.use.endsWith("computed"),
    sensitive: attribute.sensitive ?? false,
    forceNew: attribute.forceNew ?? false,
    deprecated: attribute.deprecated !== undefined,
    default: "default" in attribute ? (attribute.default ?? null) : null,
    maxItems: attribute.type === "blocks" ? (attribute.maxItems ?? 0) : 0,
    conflictsWith: attribute.conflictsWith ?? [],
  };
}

describe("the schema of the Docker stand-in", { skip }, () => {
  const facts = skip ? {} : JSON.parse(readFileSync(FACTS, "utf8"));

  for (const [name, type] of Object.entries(dockerProvider.resources)) {
    test(`of ${name} is the real provider's`, () => {
      assert.equal(type.schema.version, facts[name].schema_version);
      assert.deepEqual(fromTable(type.schema.attributes), fromFacts(facts[name].attributes));
    });
  }

  test("of the provider is the real one's, but that host falls back to DOCKER_HOST by itself", () => {
    const { host: _ours, ...attributes } = dockerProvider.attributes;
    const { host: _theirs, ...expected } = facts.provider;
    assert.deepEqual(fromTable(attributes), fromFacts(expected));
  });
});
