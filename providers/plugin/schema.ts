import type { Fields, Value } from "./value.ts";

export type Scalar = "string" | "int" | "float" | "bool";
export type Use = "required" | "optional" | "computed" | "optional+computed";

/** What is the same for every kind of attribute. */
interface Rules {
  readonly use: Use;
  /** A change replaces the resource. */
  readonly forceNew?: true;
  /**
   * What an import stores where the engine or API doesn't return the value. The configured value is used from then on:
   * the change shows in the plan and replaces nothing.
   */
  readonly importedAs?: Value;
  /**
   * A change replaces the resource although the real provider plans it in place: it reports such a change as done
   * without doing it.
   */
  readonly notUpdatable?: true;
  /** Removing it replaces the resource: it can be changed in place, but not unset. */
  readonly replacedWhenRemoved?: true;
  readonly sensitive?: true;
  readonly deprecated?: string;
  /** Why a value other than the default is refused, and what to do instead. */
  readonly refused?: string;
  readonly conflictsWith?: readonly string[];
  /** What is wrong with a known value, or null. */
  readonly check?: (value: Value) => string | null;
  /** True where the stored value means the same as the configured one. */
  readonly same?: (stored: Value, configured: Value) => boolean;
}

export interface ScalarAttribute extends Rules {
  readonly type: Scalar;
  readonly default?: boolean | number | string;
  /** The form in which a configured value is stored. */
  readonly normalize?: (value: Value) => Value;
}

export interface CollectionAttribute extends Rules {
  readonly type: "list" | "set" | "map";
  readonly element: Scalar;
}

export interface BlockAttribute extends Rules {
  readonly type: "blocks";
  /** A single block is a list of at most one here, and none in Terraform's configuration and state. */
  readonly nesting: "list" | "set" | "single";
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly attributes: Attributes;
}

export type Attribute = ScalarAttribute | CollectionAttribute | BlockAttribute;
export type Attributes = Readonly<Record<string, Attribute>>;

export type Operation = "create" | "update" | "delete";
/** The operations for which a `timeouts` block can set how long they may take, and how long without it, in ms. */
export type Timeouts = Readonly<Partial<Record<Operation, number>>>;

/** The schema of a resource type: what its state holds and how its attributes behave. */
export interface ResourceSchema {
  /** Version of the stored state. */
  readonly version: number;
  readonly attributes: Attributes;
  readonly timeouts?: Timeouts;
  /** Lifts a stored state from the version that is the key to the next one; a version without a step is as the next. */
  readonly upgrades?: Readonly<Record<number, (state: Fields) => Fields>>;
}

export function isComputed(attribute: Attribute): boolean {
  return attribute.use === "computed" || attribute.use === "optional+computed";
}

/** True where any attribute inside forces a replacement. */
export function forcesReplacement(attribute: Attribute): boolean {
  if (attribute.forceNew || attribute.notUpdatable) return true;
  return attribute.type === "blocks" && Object.values(attribute.attributes).some(forcesReplacement);
}

/** True for a block type that Terraform shows as an attribute, since no configuration can hold it. */
export function isObjectList(attribute: BlockAttribute): boolean {
  return attribute.use === "computed";
}
