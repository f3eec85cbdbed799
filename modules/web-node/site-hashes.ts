import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import type { RecipeFile } from "../image/index.ts";
import { readJson } from "../json/index.ts";
import { stageWhole } from "../staging/index.ts";
import type { AppEntry } from "./left-out.ts";
import { recipeFile } from "./read-app.ts";

/** By path: the file's version when it was read, and the hash of its bytes then. */
const knownSchema = z.record(z.string(), z.tuple([z.string(), z.string()]));

/** A file that changed a moment ago may change once more without another time. */
const settledMs = 2_000;

/**
 * The files of a site with the hashes of their bytes. Only those are read that may have changed since the last call with the
 * same `cacheFile`.
 */
export function withHashes(
  entries: readonly AppEntry[],
  cacheFile: string,
  nowMs: number = Date.now(),
): readonly RecipeFile[] {
  const known = readJson(cacheFile, knownSchema) ?? {};
  const buffer = Buffer.allocUnsafe(1 << 20);
  const next: Record<string, readonly [string, string]> = {};
  let areAllKnown = true;
  const files = entries.map((entry): RecipeFile => {
    const file = recipeFile(entry);
    if (entry.kind !== "file" || !("source" in file)) return file;
    const [version, knownHash] = known[entry.path] ?? [];
    const isKnown = version === entry.version && knownHash !== undefined;
    const sha256 = isKnown ? knownHash : hashOfFile(entry.real, buffer);
    areAllKnown &&= isKnown;
    if (isKnown || nowMs - entry.changedAtMs > settledMs) next[entry.path] = [entry.version, sha256];
    return { ...file, sha256 };
  });
  if (!areAllKnown || Object.keys(known).length !== Object.keys(next).length) {
    stageWhole(cacheFile, JSON.stringify(next), 0o644);
  }
  return files;
}

/** In pieces: a site may have files that are larger than the memory that a deploy may take. */
function hashOfFile(path: string, buffer: Buffer): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    for (let length = -1; length !== 0; ) {
      length = readSync(file, buffer);
      hash.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}
