// The types of the config with the schema's words: what an editor shows beside a field of lampstand.config.ts, and what the
// API's documentation has. `npm run api-report` writes modules/config/config.ts from the schema, the defaults and the presets.
import { join } from "node:path";
import { z } from "zod";
import { configSchema, presetNames, resolveConfig } from "../modules/config/index.ts";
import { writeGenerated } from "./generated.ts";

const file = join(import.meta.dirname, "../modules/config/config.ts");

interface Node {
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly Node[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Node | undefined;
  readonly additionalProperties?: Node | boolean | undefined;
  readonly description?: string | undefined;
  readonly allowed?: string | undefined;
  readonly unit?: string | undefined;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(nodeSchema).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    items: nodeSchema.optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    description: z.string().optional(),
    allowed: z.string().optional(),
    unit: z.string().optional(),
  }),
);

/** The text of modules/config/config.ts. */
export function renderConfigTypes(): string {
  const root = nodeSchema.parse(z.toJSONSchema(configSchema, { io: "input" }));
  const tiers = Object.entries(root.properties ?? {}).filter(([, node]) => node.properties !== undefined);
  const nameOf = (tier: string) => `${tier[0]?.toUpperCase()}${tier.slice(1)}Config`;
  const interfaces = tiers.map(
    ([tier, node]) =>
      `/** ${node.description} */\nexport interface ${nameOf(tier)} ${objectType(node, [tier])}\n`,
  );
  const whole = objectType(
    {
      ...root,
      properties: Object.fromEntries(
        Object.entries(root.properties ?? {}).map(([name, node]) => [
          name,
          node.properties === undefined ? node : { description: node.description, type: nameOf(name) },
        ]),
      ),
    },
    [],
  );
  return [
    "// Written by `npm run api-report` from schema.ts and presets.ts; a test compares. Change those.\n",
    ...interfaces,
    `/** What lampstand.config.ts holds: every field is optional, the preset and the defaults fill the rest. */\nexport interface Config ${whole}\n`,
  ].join("\n");
}

function objectType({ properties = {}, required = [] }: Node, path: readonly string[]): string {
  const fields = Object.entries(properties).map(([name, node]) => {
    const isRequired = required.includes(name);
    const type = typeOf(node, [...path, name]);
    return `${docOf(node, isRequired ? undefined : defaultOf([...path, name]))}\nreadonly ${name}${isRequired ? "" : "?"}: ${type}${isRequired ? "" : " | undefined"};`;
  });
  return `{\n${fields.join("\n")}\n}`;
}

function typeOf(node: Node, path: readonly string[]): string {
  if (node.anyOf !== undefined) {
    const types = node.anyOf.map((each) => typeOf(each, path));
    return types.includes("string") ? "string" : [...new Set(types)].join(" | ");
  }
  if (node.const !== undefined) return JSON.stringify(node.const);
  // A long list of choices is named, and checked when the config is loaded.
  if (node.enum !== undefined && node.allowed !== undefined) return "string";
  if (node.enum !== undefined) return node.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (typeof node.type === "object") return node.type.join(" | ");
  if (node.type === "integer") return "number";
  if (node.type === "array") return `readonly (${typeOf(node.items ?? {}, path)})[]`;
  if (node.properties !== undefined) return objectType(node, path);
  if (typeof node.additionalProperties === "object")
    return `Readonly<Record<string, ${typeOf(node.additionalProperties, path)}>>`;
  return typeof node.type === "string" ? node.type : "unknown";
}

/** Description, unit, what is allowed, and the default. */
function docOf(
  { description = "", unit, minimum, maximum, allowed }: Node,
  byDefault: string | undefined,
): string {
  const range = minimum === undefined || maximum === undefined ? undefined : `${minimum} to ${maximum}`;
  const limits = allowed ?? range;
  const allowance =
    limits === undefined
      ? ""
      : ` Allowed: ${limits}${unit === undefined ? "" : ` ${unit}`}${limits.endsWith(".") ? "" : "."}`;
  const text = `${description}${allowance}`;
  if (byDefault === undefined) return `/** ${text} */`;
  const lines = [text, `@default ${byDefault}`];
  return `/**\n${lines.map((line) => ` * ${line.replaceAll("*/", "*\\/")}`).join("\n")}\n */`;
}

/** The value that a field has in each preset, once where all have the same. */
function defaultOf(path: readonly string[]): string | undefined {
  const values = presetNames.map((preset) => shown(valueAt(resolveConfig({ preset }), path)));
  if (path.at(-1) === "preset") return '"ha"';
  if (new Set(values).size <= 1) return values[0];
  const names = (value: string) => presetNames.filter((_, index) => values[index] === value).join(" and ");
  return [...new Set(values)].map((value) => `${value} in preset ${names(value)}`).join(", ");
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  const isTier = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTier && Object.keys(value).length > 2 ? "each field's own default" : JSON.stringify(value);
}

/** @returns whether the file differed from the schema; with `isCheck` it is left as it is */
export function writeConfigTypes(isCheck: boolean): boolean {
  return writeGenerated(file, renderConfigTypes(), isCheck);
}
