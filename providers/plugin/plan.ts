import { type Attribute, type Attributes, forcesReplacement, isComputed } from "./schema.ts";
import { type Fields, isFields, isList, isZero, keyOf, UNKNOWN, type Value } from "./value.ts";

export interface Plan {
  readonly planned: Fields;
  /** Top-level attributes whose change replaces the resource. */
  readonly replacedBy: readonly string[];
}

/**
 * Decides what a resource will be, from what it was (null: it is to be created) and what is asked for.
 * Follows the Terraform SDK: a default fills what is left out, an optional and computed attribute keeps its value or
 * is known after apply, and a stored zero is the same as nothing.
 */
export function planResource(attributes: Attributes, prior: Fields | null, config: Fields): Plan {
  const planned = planBlock(attributes, prior, config);
  if (prior === null) return { planned, replacedBy: [] };
  const replacedBy = Object.entries(attributes)
    .filter(([name, attribute]) => isReplacedBy(attribute, prior[name] ?? null, planned[name] ?? null))
    .map(([name]) => name);
  return { planned, replacedBy };
}

/** The defaults of attributes, which are also assumed where an API doesn't return a value. */
export function defaultsOf(attributes: Attributes): Fields {
  const entries = Object.entries(attributes).flatMap(([name, attribute]) =>
    "default" in attribute && attribute.default !== undefined ? [[name, attribute.default] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** Compares two values of an attribute; the order of a set means nothing. */
export function sameValue(attribute: Attribute, left: Value, right: Value): boolean {
  return canonicalKey(attribute, left) === canonicalKey(attribute, right);
}

/**
 * Settles what was read against what is stored: where both are empty, or hold the same set in another order, the
 * stored form stays, so that a plan doesn't show a change that is none.
 */
export function settle(attributes: Attributes, stored: Fields, observed: Fields): Fields {
  const entries = Object.entries(attributes).map(([name, attribute]) => {
    const was = stored[name] ?? null;
    const is = observed[name] ?? null;
    return [name, attribute.use !== "computed" && sameValue(attribute, was, is) ? was : is];
  });
  return Object.fromEntries(entries);
}

function planBlock(attributes: Attributes, prior: Fields | null, config: Fields): Fields {
  const entries = Object.entries(attributes).map(([name, attribute]) => [
    name,
    planValue(attribute, prior === null ? undefined : (prior[name] ?? null), config[name] ?? null),
  ]);
  return Object.fromEntries(entries);
}

/** `prior` is undefined where there is nothing that could be kept. */
function planValue(attribute: Attribute, prior: Value | undefined, config: Value): Value {
  if (config === UNKNOWN) return UNKNOWN;
  const isLeftOut = config === null || (attribute.type === "blocks" && isZero(config));
  if (isLeftOut)
    return prior !== undefined && attribute.same?.(prior, null) ? prior : planLeftOut(attribute, prior);
  const planned = planGiven(attribute, prior, config);
  if (prior === undefined) return planned;
  if (sameValue(attribute, prior, planned) || attribute.same?.(prior, planned)) return prior;
  return planned;
}

function planLeftOut(attribute: Attribute, prior: Value | undefined): Value {
  const isNothing = prior === undefined || isZero(prior);
  const fallback = "default" in attribute ? attribute.default : undefined;
  // The SDK compares texts, and an empty one is to it what nothing is: it never stores a default of "".
  if (fallback !== undefined && !(fallback === "" && isNothing)) return fallback;
  if (isComputed(attribute)) return prior === undefined ? UNKNOWN : prior;
  if (prior !== undefined && isZero(prior)) return prior;
  return attribute.type === "blocks" ? [] : null;
}

function planGiven(attribute: Attribute, prior: Value | undefined, config: Value): Value {
  if (attribute.type === "blocks" && isList(config)) {
    const before = prior !== undefined && isList(prior) ? prior : [];
    return config.map((item, index) =>
      planItem(attribute.attributes, counterpart(attribute, before, item, index), item),
    );
  }
  if ("normalize" in attribute && attribute.normalize) return attribute.normalize(config);
  return config;
}

function planItem(attributes: Attributes, prior: Value | undefined, item: Value): Value {
  if (!isFields(item)) return item;
  return planBlock(attributes, prior !== undefined && isFields(prior) ? prior : null, item);
}

/** The stored item that an item continues: in a list the one at its place, in a set the one that plans to itself. */
function counterpart(
  attribute: Attribute,
  before: readonly Value[],
  item: Value,
  index: number,
): Value | undefined {
  if (attribute.type !== "blocks") return undefined;
  if (attribute.nesting !== "set") return before[index];
  return before.find(
    (old) => isFields(old) && keyOf(planItem(attribute.attributes, old, item)) === keyOf(old),
  );
}

function isReplacedBy(attribute: Attribute, prior: Value, planned: Value): boolean {
  if (sameValue(attribute, prior, planned)) return false;
  if (attribute.importedAs !== undefined && keyOf(attribute.importedAs) === keyOf(prior)) return false;
  if (attribute.forceNew || attribute.notUpdatable) return true;
  if (attribute.replacedWhenRemoved && isZero(planned)) return true;
  if (attribute.type !== "blocks" || !forcesReplacement(attribute)) return false;
  // An item of a set has no identity: one that differs is another one, with all its attributes new.
  if (attribute.nesting === "set" || !isList(prior) || !isList(planned)) return true;
  return Array.from({ length: Math.max(prior.length, planned.length) }, (_, index) => index).some((index) =>
    Object.entries(attribute.attributes).some(([name, nested]) =>
      isReplacedBy(nested, fieldOf(prior[index], name), fieldOf(planned[index], name)),
    ),
  );
}

function fieldOf(item: Value | undefined, name: string): Value {
  return item !== undefined && isFields(item) ? (item[name] ?? null) : null;
}

function canonicalKey(attribute: Attribute, value: Value): string {
  // As in the Terraform SDK: what is left out and a zero are the same, unless another value is the default.
  if (isZero(value) && (!("default" in attribute) || isZero(attribute.default ?? null))) return "null";
  if (!isList(value)) return keyOf(value);
  const keys = value.map((item) =>
    attribute.type === "blocks" ? itemKey(attribute.attributes, item) : keyOf(item),
  );
  const isUnordered =
    attribute.type === "set" || (attribute.type === "blocks" && attribute.nesting === "set");
  return `[${(isUnordered ? [...new Set(keys)].sort() : keys).join(",")}]`;
}

function itemKey(attributes: Attributes, item: Value): string {
  if (!isFields(item)) return keyOf(item);
  return Object.entries(attributes)
    .map(([name, attribute]) => canonicalKey(attribute, item[name] ?? null))
    .join(";");
}
