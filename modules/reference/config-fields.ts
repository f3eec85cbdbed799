import { configField, type Field, type PresetName, presetNames, resolveConfig } from "../config/index.ts";
import type { Role, Target } from "../topology/index.ts";
import { rolesChangedBy } from "./changed-roles.ts";

/** A field of lampstand.config.ts, as the reference shows it. */
export interface ConfigField {
  /** e.g. `web.autoscale.min` */
  readonly path: string;
  readonly type: string;
  /** e.g. `MiB` */
  readonly unit: string | undefined;
  readonly description: string;
  /** What may be written. */
  readonly allowed: string;
  /** As one would write it; `none` where it isn't set, `required` where its object needs it. */
  readonly default: Readonly<Record<PresetName, string>>;
  readonly example: string;
  /** The targets that it applies to. */
  readonly targets: readonly Target[];
  /** The roles whose components it changes. */
  readonly changes: readonly Role[];
}

/** Every field, in the schema's order; an object that is optional as a whole comes before its own fields. */
export function configFields(): readonly ConfigField[] {
  const defaults = Object.fromEntries(presetNames.map((preset) => [preset, resolveConfig({ preset })]));
  return fieldsBelow(configField(), [], defaults);
}

type Defaults = Readonly<Record<string, unknown>>;

function fieldsBelow(parent: Field, path: readonly string[], defaults: Defaults): ConfigField[] {
  return Object.entries(parent.properties ?? {}).flatMap(([name, field]) => {
    const here = [...path, name];
    const below = fieldsBelow(field, here, defaults);
    // The parts (app, web, ...) are headings, not fields.
    if (here.length === 1 && below.length > 0) return below;
    return [described(field, here, defaults, parent.required?.includes(name) === true), ...below];
  });
}

function described(
  field: Field,
  path: readonly string[],
  defaults: Defaults,
  isRequired: boolean,
): ConfigField {
  const dotted = path.join(".");
  const shownDefault = (preset: PresetName) => {
    const value = valueAt(defaults[preset], path);
    return value === undefined && isRequired ? "required" : written(value);
  };
  return {
    path: dotted,
    type: typeOf(field),
    unit: field.unit,
    description: field.description ?? "",
    allowed: allowedText(field),
    default: { lab: shownDefault("lab"), small: shownDefault("small"), ha: shownDefault("ha") },
    example: written(field.example),
    targets: targetsOf(dotted),
    changes: rolesChangedBy(dotted),
  };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined),
    value,
  );
}

function written(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}

function typeOf(field: Field): string {
  const words: Readonly<Record<string, string>> = {
    integer: "whole number",
    number: "number",
    string: "text",
    boolean: "true or false",
    array: "list of texts",
    object: "object",
  };
  if (field.type === undefined && Number.isInteger(field.example)) return "whole number";
  // A choice between values or shapes has no type of its own; its example has one.
  return (typeof field.type === "string" ? words[field.type] : words[typeof field.example]) ?? "value";
}

function allowedText(field: Field): string {
  if (field.enum !== undefined) return field.enum.map((choice) => JSON.stringify(choice)).join(", ");
  if (field.allowed !== undefined) return field.allowed;
  if (field.minimum !== undefined && field.maximum !== undefined)
    return `${field.minimum} to ${field.maximum}${field.unit === undefined ? "" : ` ${field.unit}`}`;
  if (field.type === "boolean") return "true or false";
  if (field.properties !== undefined) return `an object with ${Object.keys(field.properties).join(", ")}`;
  return field.maxItems === undefined ? typeOf(field) : `at most ${field.maxItems} entries`;
}

/** What only one target has. DigitalOcean's managed load balancer has no such settings. */
const onlyLocal = [
  "web.memoryMb",
  "loadBalancer.httpPort",
  "loadBalancer.httpsPort",
  "loadBalancer.listen",
  "loadBalancer.statusPort",
  "loadBalancer.trustedProxies",
  "loadBalancer.certificate",
  "loadBalancer.algorithm",
  "loadBalancer.redirectToHttps",
  "loadBalancer.maxRequestBodyMb",
  "loadBalancer.retry",
  "database.members",
  "database.routers",
  "database.memoryMb",
];
const onlyCloud = ["cloud", "app.git", "app.archive", "web.autoscale"];

function targetsOf(path: string): readonly Target[] {
  const isBelow = (start: string) => path === start || path.startsWith(`${start}.`);
  if (onlyCloud.some(isBelow)) return ["cloud"];
  return onlyLocal.some(isBelow) ? ["local"] : ["local", "cloud"];
}
