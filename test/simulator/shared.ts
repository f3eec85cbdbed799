import { existsSync } from "node:fs";
import { join } from "node:path";

/** Facts that stand beside the project's folder, or where LAMPSTAND_SHARED points. Tests of them are skipped without. */
const shared = process.env.LAMPSTAND_SHARED ?? join(import.meta.dirname, "../../../shared");

export const trafficFile = join(shared, "provider-facts/digitalocean-2.71.0-traffic.jsonl");

/** For `test`'s option `skip`: false, or why. */
export function skipWithout(...files: readonly string[]): false | string {
  return files.every((file) => existsSync(file)) ? false : "../shared is not here";
}
