import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileBytes, fileIdentity } from "./bytes.ts";
import type { ImageRecipe, RecipeFile } from "./recipe.ts";

/** A build context on disk and the hash of all that is in it (16 hexadecimal digits). */
export interface BuildContext {
  readonly path: string;
  readonly hash: string;
}

/**
 * Writes a recipe as a build context to `<parent>/<hash>` unless it is there already.
 * The folder appears whole or not at all, so that two synths at once can't disturb each other.
 */
export function writeContext(recipe: ImageRecipe, parent: string): BuildContext {
  const hash = recipeHash(recipe);
  const path = join(parent, hash);
  if (existsSync(path)) return { path, hash };
  const partial = `${path}.${process.pid}.partial`;
  rmSync(partial, { recursive: true, force: true });
  // COPY gives folders of the image, /etc among them, the modes that they have here.
  const umask = process.umask(0o022);
  try {
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, "Dockerfile"), recipe.dockerfile);
    for (const file of recipe.files) placeFile(partial, file);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another synth may have been faster; a file that can't be written is another matter.
    if (!existsSync(path)) throw error;
  } finally {
    process.umask(umask);
  }
  return { path, hash };
}

/** Hash of a recipe: the same files give the same hash in whatever order they are listed. */
export function recipeHash(recipe: ImageRecipe): string {
  const hash = createHash("sha256").update(recipe.dockerfile);
  const files = [...recipe.files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of files) {
    const bytes = fileIdentity(file);
    const kind = "typescript" in file ? "\0typescript" : "";
    hash.update(`${kind}\0${file.path}\0${file.mode ?? 0o644}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}

function placeFile(root: string, file: RecipeFile): void {
  const target = join(root, file.path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, fileBytes(file));
  chmodSync(target, file.mode ?? 0o644);
}
