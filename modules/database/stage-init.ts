import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileBytes, type RecipeFile } from "../image/index.ts";
import { stageFile, stageFolder } from "../staging/index.ts";
import { groupPlace } from "./needs.ts";

/** The SQL that a new database starts with, in the order and by the names that members see. */
function named(init: readonly RecipeFile[]): readonly RecipeFile[] {
  return init.map((file, index) => {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    const ordinal = String(index + 1).padStart(3, "0");
    return { ...file, path: `${ordinal}-${name.endsWith(".sql") ? name : `${name}.sql`}` };
  });
}

/** Identifies init SQL by names and content: 16 hexadecimal digits. It is recorded with a load: a contract. */
export function initHash(init: readonly RecipeFile[]): string {
  const hash = createHash("sha256");
  for (const file of named(init)) {
    const bytes = fileBytes(file);
    hash.update(`${file.path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Writes the init SQL below the folder that all members see, beside the one that the last deploy named. None of them
 * looks at it before a deploy names it in {@link groupPlace}.init, so that a synth changes nothing that runs.
 *
 * @returns its hash, which is to be named
 */
export function stageInit(init: readonly RecipeFile[], groupFolder: string): string {
  const hash = initHash(init);
  const parent = join(groupFolder, groupPlace.initFiles);
  const path = join(parent, hash);
  stageFolder(parent, 0o755);
  if (!existsSync(path)) {
    const partial = `${path}.${process.pid}.partial`;
    stageFolder(partial, 0o755);
    for (const file of named(init)) stageFile(join(partial, file.path), fileBytes(file), 0o644);
    renameSync(partial, path);
  }
  const mark = join(groupFolder, groupPlace.init);
  const kept = [hash, existsSync(mark) ? readFileSync(mark, "utf8").trim() : hash];
  for (const name of readdirSync(parent))
    if (!kept.includes(name)) rmSync(join(parent, name), { recursive: true, force: true });
  return hash;
}
