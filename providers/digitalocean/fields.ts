import { type Fields, isFields, isList, isZero, keyOf, UNKNOWN, type Value } from "../plugin/index.ts";

/** The fields that hold something: what is unknown or null is not sent to the API. */
export function given(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== UNKNOWN),
  );
}

/** The fields that hold more than "", 0, false or nothing. */
export function filled(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(given(fields)).filter(([, value]) => !isZero(value)));
}

/** The named fields of an object. */
export function pick(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** A list of the API, which answers null for an empty one; empty where it is absent. */
export function itemsOf(fields: Fields, name: string): readonly Value[] {
  const value = fields[name] ?? null;
  return isList(value) ? value : [];
}

/** The id of an object as the state holds it. */
export function idOf(answer: Fields, name = "id"): string {
  const id = answer[name] ?? null;
  return typeof id === "number" || typeof id === "string" ? String(id) : "";
}

/** An id as the API wants it: a number where it is one. */
export function numericId(id: Value): Value {
  return typeof id === "string" && /^\d+$/.test(id) ? Number(id) : id;
}

/** The value of a field if something was asked for there, else what was stored: the API has defaults of its own. */
export function ifAsked(answer: Fields, resource: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(
    names.map((name) => [
      name,
      isZero(asked(resource, name)) ? asked(resource, name) : (answer[name] ?? null),
    ]),
  );
}

function asked(resource: Fields, name: string): Value {
  const value = resource[name] ?? null;
  return value === UNKNOWN ? null : value;
}

/** The values of one field of the items of a list. */
export function pluck(items: readonly Value[], name: string): Value[] {
  return items.map((item) => (isFields(item) ? (item[name] ?? null) : null));
}

/** True where a field is to become something else; what is known only later is no change yet. */
export function differs(stored: Fields, planned: Fields, name: string): boolean {
  const wanted = planned[name] ?? null;
  return wanted !== UNKNOWN && keyOf(stored[name] ?? null) !== keyOf(wanted);
}
