import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { stageCopy, stageFile, stageFolder } from "../staging/index.ts";
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
  try {
    stageFolder(partial, 0o755);
    stageFile(join(partial, "Dockerfile"), recipe.dockerfile, 0o644);
    for (const file of recipe.files) placeFile(partial, file);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another synth may have been faster; a file that can't be written is another matter.
    if (!existsSync(path)) throw error;
  }
  return { path, hash };
}

/**
 * Part of every hash, to be raised when all images need new names. 2: a context's path is relative to Terraform's working
 * folder. By its old name an image whose path changed would be built again, and the name then removed with the old one.
 */
const generation = 2;

/** Hash of a recipe: the same files give the same hash in whatever order they are listed. */
export function recipeHash(recipe: ImageRecipe): string {
  const hash = createHash("sha256").update(`${generation}\0${recipe.dockerfile}`);
  const files = [...recipe.files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of files) {
    const bytes = fileIdentity(file);
    hash.update(`${kindOf(file)}\0${file.path}\0${file.mode ?? 0o644}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Of files whose identity is their bytes it is nothing. */
function kindOf(file: RecipeFile): string {
  if ("typescript" in file) return "\0typescript";
  if ("isFolder" in file) return "\0folder";
  if ("link" in file) return "\0link";
  return "source" in file && file.sha256 !== undefined ? "\0sha256" : "";
}

function placeFile(root: string, file: RecipeFile): void {
  const place = join(root, file.path);
  const mode = file.mode ?? 0o644;
  placeFolder(root, "isFolder" in file ? file.path : dirname(file.path));
  if ("isFolder" in file) return;
  if ("link" in file) symlinkSync(file.link, place);
  else if ("source" in file) stageCopy(place, file.source, mode);
  else stageFile(place, fileBytes(file), mode);
}

/** COPY gives folders of the image, /etc among them, the modes that they have here: of each folder on the path. */
function placeFolder(root: string, folder: string): void {
  if (folder === "." || existsSync(join(root, folder))) return;
  placeFolder(root, dirname(folder));
  stageFolder(join(root, folder), 0o755);
}
