import type { Diagnostic } from "./diagnostics.ts";
import type { DataSource, ProviderDefinition, ResourceType } from "./provider.ts";
import type { Attributes } from "./schema.ts";
import { timeoutAttributes } from "./timeouts.ts";
import { validate } from "./validate.ts";
import type { Fields } from "./value.ts";

/** A resource's identity, which every type has without naming it. */
const ID_ATTRIBUTE = { type: "string", use: "computed" } as const;

/** A resource type with the attributes that it has without naming them. */
export interface PreparedType<Client> extends ResourceType<Client> {
  readonly attributes: Attributes;
}

export function preparedTypes<Client>(
  provider: ProviderDefinition<Client>,
): ReadonlyMap<string, PreparedType<Client>> {
  const entries = Object.entries(provider.resources).map(([name, type]) => {
    const { attributes, timeouts } = type.schema;
    return [
      name,
      { ...type, attributes: { id: ID_ATTRIBUTE, ...attributes, ...timeoutAttributes(timeouts) } },
    ] as const;
  });
  return new Map(entries);
}

/** A data source may define its `id` itself: it need not be a text. */
export function preparedDataSources<Client>(
  provider: ProviderDefinition<Client>,
): ReadonlyMap<string, DataSource<Client>> {
  const entries = Object.entries(provider.dataSources ?? {}).map(
    ([name, source]) =>
      [name, { ...source, attributes: { id: ID_ATTRIBUTE, ...source.attributes } }] as const,
  );
  return new Map(entries);
}

/** @throws Error that names the known types where `name` is none of them. */
export function known<Type>(types: ReadonlyMap<string, Type>, name: string): Type {
  const type = types.get(name);
  if (type) return type;
  const names = [...types.keys()].join(", ");
  throw new Error(
    `The type ${name} is not implemented by this stand-in provider; it has ${names || "none"}.`,
  );
}

/** What is wrong with a resource's configuration. */
export function diagnose<Client>(type: PreparedType<Client>, config: Fields): Diagnostic[] {
  return [...validate(type.attributes, config), ...(type.validate?.(config) ?? [])];
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}
