import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attribute, Attributes } from "../../providers/plugin/index.ts";

// What the real providers accept, as test/provider-facts holds it, and a stand-in's tables in the same form.

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

interface TypeFacts {
  readonly schema_version: number;
  readonly updatable: boolean;
  readonly attributes: Record<string, Fact>;
}

interface ProviderFacts {
  readonly provider: Record<string, Fact>;
  readonly resources: Record<string, TypeFacts>;
}

/** Path of a file of facts. */
export function factsFile(name: string): string {
  return join(import.meta.dirname, "../provider-facts", name);
}

/** The facts about a provider. */
export function readFacts(file: string): ProviderFacts {
  const { provider, ...resources } = JSON.parse(readFileSync(factsFile(file), "utf8"));
  return { provider, resources };
}

/** The rows of a table; its `id` is the plugin server's. */
export function fromFacts(facts: Record<string, Fact>): object {
  const entries = Object.entries(facts).filter(([name, fact]) => name !== "id" || !fact.computed);
  return rowsOf(Object.fromEntries(entries));
}

function rowsOf(facts: Record<string, Fact>): object {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factRow(fact)]));
}

function factRow(fact: Fact): object {
  const kind = fact.type.replace("Type", "").toLowerCase();
  const shape = fact.block
    ? { type: `blocks in a ${kind}`, attributes: rowsOf(fact.block) }
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

export function fromTable(attributes: Attributes): object {
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
