import type { RecipeFile } from "../image/index.ts";

/** What distinguishes the files of a site, by path: two that have the same text are the same file. */
export type SiteManifest = Readonly<Record<string, string>>;

/** A site as the files of an image that is there already, and what differs from them now. */
export interface SiteDifference {
  /** Paths of files, empty folders and links that are new or changed, sorted. */
  readonly changed: readonly string[];
  /** Paths that are gone, or that have become something else; a folder represents all that was in it. Sorted. */
  readonly removed: readonly string[];
}

/** @throws Error for a file whose hash isn't known */
export function manifestOf(files: readonly RecipeFile[]): SiteManifest {
  return Object.fromEntries(files.map((file) => [file.path, identityOf(file)]));
}

function identityOf(file: RecipeFile): string {
  if ("isFolder" in file) return "folder";
  if ("link" in file) return `link ${file.link}`;
  if ("source" in file && file.sha256 !== undefined)
    return `${(file.mode ?? 0o644).toString(8)} ${file.sha256}`;
  throw new Error(`${file.path}: its hash isn't known`);
}

/** What has to be done to `base` to make it `current`. */
export function siteDifference(base: SiteManifest, current: SiteManifest): SiteDifference {
  const changed = Object.keys(current).filter((path) => current[path] !== base[path]);
  const gone = Object.keys(base).filter(
    (path) => current[path] !== base[path] && (isNoFile(current[path]) || isNoFile(base[path])),
  );
  const folders = new Set(gone.length === 0 ? [] : Object.keys(current).flatMap(foldersAbove));
  // The topmost folder that is gone with it represents each.
  const removed = gone.map((path) => foldersAbove(path).find((folder) => !folders.has(folder)) ?? path);
  return { changed: changed.sort(), removed: [...new Set(removed)].sort() };
}

/** A link, an empty folder or nothing: only a file is written over another one. */
function isNoFile(identity: string | undefined): boolean {
  return identity === undefined || /^(folder|link)/.test(identity);
}

/** `a` and `a/b` for `a/b/c`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/**
 * Whether it is better to begin with a new image of the whole site: where an eighth of it differs, in bytes or in files, each
 * edit sends that eighth again.
 */
export function isBeginningBetter(
  { changed, removed }: SiteDifference,
  sizes: ReadonlyMap<string, number>,
): boolean {
  const sum = (paths: Iterable<string>) =>
    [...paths].reduce((bytes, path) => bytes + (sizes.get(path) ?? 0), 0);
  return 8 * (changed.length + removed.length) > sizes.size || 8 * sum(changed) > sum(sizes.keys());
}
