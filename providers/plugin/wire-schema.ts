import { type Attribute, type Attributes, isObjectList, type Scalar } from "./schema.ts";

type CtyType =
  | string
  | readonly ["list" | "set" | "map", CtyType]
  | readonly ["object", Record<string, CtyType>];

export interface WireAttribute {
  readonly name: string;
  readonly type: Buffer;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly deprecated: boolean;
}

interface WireNestedBlock {
  readonly type_name: string;
  readonly block: WireBlock;
  readonly nesting: "LIST" | "SET" | "SINGLE";
  readonly min_items: number;
  readonly max_items: number;
}

export interface WireBlock {
  readonly attributes: readonly WireAttribute[];
  readonly block_types: readonly WireNestedBlock[];
}

export interface WireSchema {
  readonly version: number;
  readonly block: WireBlock;
}

const NESTINGS = { list: "LIST", set: "SET", single: "SINGLE" } as const;

/** A schema in the form in which Terraform asks for it. */
export function wireSchema(version: number, attributes: Attributes): WireSchema {
  return { version, block: wireBlock(attributes) };
}

function wireBlock(attributes: Attributes): WireBlock {
  const entries = Object.entries(attributes);
  return {
    attributes: entries.flatMap(([name, attribute]) =>
      attribute.type === "blocks" && !isObjectList(attribute) ? [] : [wireAttribute(name, attribute)],
    ),
    block_types: entries.flatMap(([name, attribute]) =>
      attribute.type === "blocks" && !isObjectList(attribute)
        ? [
            {
              type_name: name,
              block: wireBlock(attribute.attributes),
              nesting: NESTINGS[attribute.nesting],
              min_items: attribute.minItems ?? (attribute.use === "required" ? 1 : 0),
              max_items: attribute.maxItems ?? 0,
            } as const,
          ]
        : [],
    ),
  };
}

function wireAttribute(name: string, attribute: Attribute): WireAttribute {
  const { use } = attribute;
  return {
    name,
    type: Buffer.from(JSON.stringify(ctyType(attribute))),
    required: use === "required",
    optional: use === "optional" || use === "optional+computed",
    computed: use === "computed" || use === "optional+computed",
    sensitive: attribute.sensitive ?? false,
    deprecated: attribute.deprecated !== undefined,
  };
}

function ctyType(attribute: Attribute): CtyType {
  if (attribute.type === "blocks") {
    const fields = Object.entries(attribute.attributes).map(
      ([name, nested]) => [name, ctyType(nested)] as const,
    );
    return [attribute.nesting === "set" ? "set" : "list", ["object", Object.fromEntries(fields)]];
  }
  if ("element" in attribute) return [attribute.type, scalarType(attribute.element)];
  return scalarType(attribute.type);
}

function scalarType(scalar: Scalar): CtyType {
  return scalar === "int" || scalar === "float" ? "number" : scalar;
}
