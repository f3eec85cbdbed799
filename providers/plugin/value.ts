/** Stands for a value that is known only after apply. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

export interface Fields {
  readonly [name: string]: Value;
}

/** A value of a schema's type. A set is an array whose order means nothing; a map and a block are `Fields`. */
export type Value = null | boolean | number | string | typeof UNKNOWN | readonly Value[] | Fields;

export function isFields(value: Value): value is Fields {
  return typeof value === "object" && value !== null && !isList(value);
}

/** The object that a text holds as JSON; undefined where it is no JSON, or another value. */
export function parseFields(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever JSON can hold is a {@link Value}. */
function isJsonObject(parsed: unknown): parsed is Fields {
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** True where nothing inside is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  return !isFields(value) || Object.values(value).every(isWhollyKnown);
}

/** True for null and for what older Terraform providers store in its place: 0, false, "" and empty collections. */
export function isZero(value: Value): boolean {
  if (value === null || value === 0 || value === false || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

/** A text that is the same for two values exactly when they are equal, lists being ordered. */
export function keyOf(value: Value): string {
  if (value === UNKNOWN) return "?";
  if (isList(value)) return `[${value.map(keyOf).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${keyOf(value[name] ?? null)}`).join(",")}}`;
}

/** The text of a field, or null where it is absent or unknown. */
export function textOf(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" ? value : null;
}

export function numberOf(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === "number" ? value : null;
}

/** True only where the field is set to true. */
export function isSet(fields: Fields, name: string): boolean {
  return fields[name] === true;
}

/** The texts of a list or set of strings; none where it is absent. */
export function textsOf(fields: Fields, name: string): string[] {
  const value = fields[name] ?? null;
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A map of strings as an object; empty where it is absent. */
export function textMapOf(fields: Fields, name: string): Record<string, string> {
  const value = fields[name] ?? null;
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

/** The nested blocks of one type; none where it is absent. */
export function blocksOf(fields: Fields, name: string): Fields[] {
  const value = fields[name] ?? null;
  return isList(value) ? value.filter(isFields) : [];
}
