import { blockFrom } from "./codec.ts";
import { ProviderError } from "./diagnostics.ts";
import type { Attributes, ResourceSchema } from "./schema.ts";
import { type Fields, isFields, isList, parseFields, UNKNOWN, type Value } from "./value.ts";

/**
 * Brings a stored state to the schema's version.
 * @throws ProviderError where a newer provider has written it.
 */
export function upgradeState(
  name: string,
  schema: ResourceSchema,
  attributes: Attributes,
  version: number,
  json: Buffer,
): Fields | null {
  const current = schema.version;
  if (version > current) {
    const detail = `The state of a ${name} has version ${version}; this stand-in knows versions up to ${current}. Use the provider that wrote it.`;
    throw new ProviderError("The state was written by a newer provider", detail);
  }
  let state = parseFields(json.toString());
  if (state === undefined) {
    const detail =
      "Restore the state from its backup, or remove the object from it with `terraform state rm`.";
    throw new ProviderError(`The stored state of a ${name} isn't a JSON object`, detail);
  }
  for (let step = version; step < current; step += 1) state = schema.upgrades?.[step]?.(state) ?? state;
  return blockFrom(state, attributes);
}

/** What is known of a state: a failed creation leaves the rest empty. */
export function withoutUnknowns(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, knownPart(value)]));
}

function knownPart(value: Value): Value {
  if (value === UNKNOWN) return null;
  if (isList(value)) return value.filter((item) => item !== UNKNOWN).map(knownPart);
  return isFields(value) ? withoutUnknowns(value) : value;
}
