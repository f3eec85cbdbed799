import type { Diagnostic, PathStep } from "./diagnostics.ts";
import type { Attribute, Attributes } from "./schema.ts";
import { type Fields, isFields, isList, isZero, keyOf, UNKNOWN, type Value } from "./value.ts";

/**
 * What is wrong with a configuration, as far as its values are known. Required attributes, types and the number of
 * blocks are checked by Terraform itself from the schema.
 */
export function validate(
  attributes: Attributes,
  config: Fields,
  path: readonly PathStep[] = [],
): Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = config[name] ?? null;
    if (value === null || (attribute.type === "blocks" && isZero(value))) return [];
    return validateValue(attribute, value, [...path, name], config);
  });
}

function validateValue(
  attribute: Attribute,
  value: Value,
  path: readonly PathStep[],
  siblings: Fields,
): Diagnostic[] {
  const name = String(path.at(-1));
  const found: Diagnostic[] = [];
  if (attribute.deprecated) {
    found.push({ severity: "warning", summary: `${name} is deprecated`, detail: attribute.deprecated, path });
  }
  const rivals = (attribute.conflictsWith ?? []).filter((rival) => !isZero(siblings[rival] ?? null));
  for (const rival of rivals) {
    found.push(failure(path, `${name} conflicts with ${rival}`, `Set ${name} or ${rival}, not both.`));
  }
  if (value === UNKNOWN) return found;
  if (attribute.refused && !isDefault(attribute, value)) {
    found.push(failure(path, `${name} is not implemented by this stand-in provider`, attribute.refused));
  }
  const objection = attribute.check?.(value) ?? wrongNumber(attribute, value);
  if (objection) found.push(failure(path, `${name} can't be ${shown(value)}`, objection));
  return [...found, ...validateItems(attribute, value, path)];
}

function validateItems(attribute: Attribute, value: Value, path: readonly PathStep[]): Diagnostic[] {
  if (attribute.type !== "blocks" || !isList(value)) return [];
  return value.flatMap((item, index) => {
    if (!isFields(item)) return [];
    // Terraform can't follow a path into a set, whose items have no place.
    const itemPath = attribute.nesting === "list" ? [...path, index] : path;
    return validate(attribute.attributes, item, itemPath).map((diagnostic) =>
      attribute.nesting === "list" ? diagnostic : { ...diagnostic, path },
    );
  });
}

function isDefault(attribute: Attribute, value: Value): boolean {
  if ("default" in attribute && attribute.default !== undefined) return attribute.default === value;
  return isZero(value);
}

function wrongNumber(attribute: Attribute, value: Value): string | null {
  return attribute.type === "int" && !Number.isInteger(value) ? "A whole number is needed." : null;
}

function shown(value: Value): string {
  return typeof value === "string" ? JSON.stringify(value) : keyOf(value);
}

function failure(path: readonly PathStep[], summary: string, detail: string): Diagnostic {
  return { severity: "error", summary, detail, path };
}
