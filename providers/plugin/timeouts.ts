import { parseDuration } from "./duration.ts";
import type { Attributes, BlockAttribute, Operation, Timeouts } from "./schema.ts";
import { blocksOf, type Fields, textOf, type Value } from "./value.ts";

/** How long an operation may take where its type sets nothing, as in the Terraform SDK. */
const USUAL_MS = 20 * 60_000;

/** The `timeouts` block of a type, as an attribute by that name; nothing where the type has none. */
export function timeoutAttributes(timeouts: Timeouts | undefined): Attributes {
  if (!timeouts) return {};
  const attributes = Object.fromEntries(
    Object.keys(timeouts).map((operation) => [
      operation,
      { type: "string", use: "optional", check: checkTimeout } as const,
    ]),
  );
  const block: BlockAttribute = { type: "blocks", nesting: "single", use: "optional", attributes };
  return { timeouts: block };
}

/** How long an operation may take, in ms: the resource's value, or else its type's. */
export function timeoutMs(timeouts: Timeouts | undefined, operation: Operation, resource: Fields): number {
  const [asked] = blocksOf(resource, "timeouts");
  const nanoseconds = parseDuration((asked && textOf(asked, operation)) ?? "");
  return nanoseconds === null ? (timeouts?.[operation] ?? USUAL_MS) : nanoseconds / 1e6;
}

function checkTimeout(value: Value): string | null {
  const nanoseconds = typeof value === "string" ? parseDuration(value) : null;
  return nanoseconds !== null && nanoseconds > 0 ? null : 'A time is needed, e.g. "90s", "10m" or "1h30m".';
}
