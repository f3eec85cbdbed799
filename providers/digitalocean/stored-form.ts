import { createHash } from "node:crypto";
import type { Value } from "../plugin/index.ts";

/** What an import stores where the API doesn't return what an object was created with. */
export const NOT_REPORTED = "(not told by the API)";

/** The state holds the hash alone, as with the real provider: such a text is long, and may be secret. */
export function hashed(value: Value): Value {
  return typeof value === "string" ? createHash("sha1").update(value).digest("hex") : value;
}

export function lowerCase(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}
