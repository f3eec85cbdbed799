import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { RecipeFile } from "../image/index.ts";

/**
 * Reads a site's folder: every file with its bytes, 0o755 if its owner may execute it and 0o644 if not, sorted by path.
 * Left out: `.git`, whatever is neither file nor folder, and symbolic links that lead out of the folder or nowhere;
 * links within it become what they lead to.
 * @throws Error of node:fs if the folder can't be read.
 */
export function readApp(path: string): RecipeFile[] {
  const root = realpathSync(path);
  return walk(root, root, "", []).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** `parents`: the real folders that lead here, so that a link to one of them ends the way instead of looping. */
function walk(root: string, folder: string, prefix: string, parents: readonly string[]): RecipeFile[] {
  return readdirSync(folder).flatMap((name): RecipeFile[] => {
    if (name === ".git") return [];
    const real = realPathWithin(root, join(folder, name));
    if (real === undefined) return [];
    const status = statSync(real);
    const path = `${prefix}${name}`;
    if (status.isDirectory())
      return real === folder || parents.includes(real)
        ? []
        : walk(root, real, `${path}/`, [...parents, folder]);
    if (!status.isFile()) return [];
    return [{ path, content: readFileSync(real), mode: (status.mode & 0o100) === 0 ? 0o644 : 0o755 }];
  });
}

function realPathWithin(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real.startsWith(root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}
