import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a site is recognized by. */
export interface SiteFiles {
  /** Files and folders of the upper levels, relative to the site's folder; folders end with a slash. */
  readonly paths: ReadonlySet<string>;
  /** Texts of the files in `readFiles` that are there, by path. */
  readonly texts: Readonly<Record<string, string>>;
}

const depth = 3;
const maxPaths = 20_000;
const readFiles = [
  "composer.json",
  "core/composer.json",
  "wp-includes/version.php",
  "includes/Defines.php",
  "includes/libs/mime/defines.php",
  "package.json",
  ".env.example",
  ".env",
];

/** Reads the names of a site's upper levels, and the few files that name its kind. */
export function readSiteFiles(folder: string): SiteFiles {
  const paths = new Set<string>();
  const visit = (below: string, level: number): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (paths.size >= maxPaths || /^(\.git|node_modules|vendor)$/.test(entry.name)) continue;
      const path = `${below}${entry.name}`;
      paths.add(entry.isDirectory() ? `${path}/` : path);
      if (entry.isDirectory() && level < depth) visit(`${path}/`, level + 1);
    }
  };
  visit("", 1);
  const texts = readFiles
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => [path, readFileSync(join(folder, path), "utf8")]);
  return { paths, texts: Object.fromEntries(texts) };
}
