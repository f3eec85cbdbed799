import { decodeBlock, encodeBlock } from "./codec.ts";
import { diagnosticOf } from "./diagnostics.ts";
import { type Diagnosed, type DynamicValue, wireDiagnostic } from "./messages.ts";
import type { Attributes } from "./schema.ts";
import type { Fields } from "./value.ts";

export function decoded(value: DynamicValue, attributes: Attributes): Fields | null {
  return value.msgpack.length === 0 ? null : decodeBlock(value.msgpack, attributes);
}

export function encoded(fields: Fields | null, attributes: Attributes): DynamicValue {
  return { msgpack: encodeBlock(fields, attributes) };
}

/** Gives an answer, or what is to be answered otherwise with what was thrown as its diagnostic. */
export async function attempt<Answer extends object>(
  run: () => Promise<Answer>,
  otherwise: Answer,
): Promise<Answer & Diagnosed> {
  try {
    return { ...(await run()), diagnostics: [] };
  } catch (thrown) {
    return { ...otherwise, diagnostics: [wireDiagnostic(diagnosticOf(thrown))] };
  }
}
