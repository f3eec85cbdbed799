import type { z } from "zod";
import { closest, nearest } from "./closest.ts";
import { configField, type Field } from "./fields.ts";
import type { Problem } from "./problems.ts";

type Issue = z.core.$ZodIssue;

/** Turns zod's issues into problems with what was given, what is allowed, and an example. */
export function explainIssues(issues: readonly Issue[], input: unknown): Problem[] {
  const root = configField();
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
  const value = valueAt(input, issue.path);
  const meant = typeof value === "string" ? closest(value, choices(field)) : undefined;
  return {
    path: pathText(issue.path),
    given: `got ${shown(value)}`,
    allowed: allowedText(field, value),
    hint: meant === undefined ? `for example ${shown(field.example)}` : `did you mean "${meant}"?`,
  };
}

function choices(field: Field): string[] {
  return (field.enum ?? []).filter((choice) => typeof choice === "string");
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "config" : path.map(String).join(".");
}

function fieldAt(root: Field, path: readonly PropertyKey[]): Field {
  let field = root;
  for (const step of path) {
    const property = field.properties?.[String(step)];
    const entry =
      field.items ??
      (typeof field.additionalProperties === "object" ? field.additionalProperties : undefined);
    if (property !== undefined) field = property;
    // An entry without a word of its own is explained by its list.
    else if (entry !== undefined) field = { allowed: field.allowed, example: field.example, ...entry };
    else break;
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

/** Of a longer list, the choices that are most like the given value are shown. */
const mostChoices = 15;

function allowedText(field: Field, value: unknown): string {
  const unit = field.unit === undefined ? "" : ` (${field.unit})`;
  const all = choices(field);
  if (all.length > mostChoices)
    return `${field.allowed}, ${all.length} in all; nearest are ${nearest(String(value), all, 4).map(shown).join(", ")}`;
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
