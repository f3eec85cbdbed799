import { z } from "zod";
import { closest } from "./closest.ts";
import type { Problem } from "./problems.ts";
import { configSchema } from "./schema.ts";

type Issue = z.core.$ZodIssue;

/** The parts of a JSON schema that an explanation uses. */
interface Field {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly items?: Field;
  readonly additionalProperties?: Field | boolean;
  readonly allowed?: string;
  readonly example?: unknown;
  readonly unit?: string;
}

/** Turns zod's issues into problems that say what was given, what is allowed, and an example. */
export function explainIssues(issues: readonly Issue[], input: unknown): Problem[] {
  const root = z.toJSONSchema(configSchema, { io: "input" }) as Field;
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? unknownKeys(issue, root) : [wrongValue(issue, root, input)],
  );
}

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, root: Field): Problem[] {
  const known = Object.keys(fieldAt(root, issue.path).properties ?? {});
  return issue.keys.map((key) => {
    const suggestion = closest(key, known);
    return {
      path: pathText([...issue.path, key]),
      given: "no such key",
      allowed: known.join(", "),
      hint: suggestion === undefined ? `remove "${key}"` : `did you mean "${suggestion}"?`,
    };
  });
}

function wrongValue(issue: Issue, root: Field, input: unknown): Problem {
  // A bad key of a record is reported at the record: there is no value to show, only the key.
  const field = fieldAt(root, issue.path);
  return {
    path: pathText(issue.path),
    given: `got ${shown(valueAt(input, issue.path))}`,
    allowed: allowedText(field),
    hint: `for example ${shown(field.example)}`,
  };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "config" : path.map(String).join(".");
}

function fieldAt(root: Field, path: readonly PropertyKey[]): Field {
  let field = root;
  for (const step of path) {
    const next =
      field.properties?.[String(step)] ??
      field.items ??
      (typeof field.additionalProperties === "object" ? field.additionalProperties : undefined);
    if (next === undefined) break;
    // An item without a word of its own is explained by its list.
    field = { allowed: field.allowed, example: field.example, ...next } as Field;
  }
  return field;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function allowedText(field: Field): string {
  const unit = field.unit === undefined ? "" : ` (${field.unit})`;
  if (field.allowed !== undefined) return field.allowed;
  if (field.enum !== undefined) return field.enum.map(shown).join(", ");
  if (field.type === "integer") return `a whole number from ${field.minimum} to ${field.maximum}${unit}`;
  if (field.type === "boolean") return "true or false";
  if (field.type === "array") return `a list of at most ${field.maxItems} entries`;
  if (field.properties !== undefined) return `an object with ${Object.keys(field.properties).join(", ")}`;
  return `a ${field.type ?? "value"}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function" || typeof value === "bigint" || typeof value === "symbol")
    return `a ${typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
