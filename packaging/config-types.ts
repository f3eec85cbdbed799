// The types of the config with the schema's words: what an editor shows beside a field of lampstand.config.ts, and what the
// API's documentation has. `npm run api-report` writes modules/config/config.ts from the schema, the defaults and the presets.
import { join } from "node:path";
import { configField, defaults, type Field, presetNames } from "../modules/config/index.ts";
import { configFields } from "../modules/reference/index.ts";
import { writeGenerated } from "./generated.ts";

const file = join(import.meta.dirname, "../modules/config/config.ts");

/** The text of modules/config/config.ts. */
export function renderConfigTypes(): string {
  const root = configField();
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

function objectType({ properties = {}, required = [] }: Field, path: readonly string[]): string {
  const fields = Object.entries(properties).map(([name, node]) => {
    const isRequired = required.includes(name);
    const type = typeOf(node, [...path, name]);
    return `${docOf(node, isRequired ? undefined : defaultOf([...path, name]))}\nreadonly ${name}${isRequired ? "" : "?"}: ${type}${isRequired ? "" : " | undefined"};`;
  });
  return `{\n${fields.join("\n")}\n}`;
}

function typeOf(node: Field, path: readonly string[]): string {
  if (node.anyOf !== undefined) {
    const types = node.anyOf.map((each) => typeOf(each, path));
    // A text that has to be one of some is a text.
    const wide = types.includes("string") ? types.filter((type) => !type.startsWith('"')) : types;
    return [...new Set(wide)].join(" | ");
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
  { description = "", unit, minimum, maximum, allowed }: Field,
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

const documented = new Map(configFields().map((field) => [field.path, field]));

/** The value that a field has in each preset, once where all have the same. */
function defaultOf(path: readonly string[]): string {
  if (path.length === 1 && path[0] === "preset") return JSON.stringify(defaults.preset);
  const field = documented.get(path.join("."));
  if (field === undefined) return "each field's own default";
  const values = presetNames.map((preset) => field.default[preset]);
  const names = (value: string) => presetNames.filter((_, index) => values[index] === value).join(" and ");
  const different = [...new Set(values)];
  return different.length === 1
    ? different.join()
    : different.map((value) => `${value} in preset ${names(value)}`).join(", ");
}

/** @returns whether the file differed from the schema; with `isCheck` it is left as it is */
export function writeConfigTypes(isCheck: boolean): boolean {
  return writeGenerated(file, renderConfigTypes(), isCheck);
}
