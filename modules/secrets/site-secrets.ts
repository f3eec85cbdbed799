import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stageFile, stageFolder } from "../staging/index.ts";

/**
 * Puts the site's own secrets beside the web nodes', in the folder `site`, and removes those that are no longer named.
 *
 * @param files paths by name
 * @param readers as for `ensureSecrets`
 * @returns what changes with any of them and tells nothing of them; undefined where there are none
 */
export function stageSiteSecrets(
  webFolder: string,
  files: Readonly<Record<string, string>>,
  readers: "owner" | "everybody",
): string | undefined {
  const folder = join(webFolder, "site");
  const names = Object.keys(files).sort();
  if (names.length === 0) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  stageFolder(folder, readers === "owner" ? 0o700 : 0o755);
  for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(join(folder, name));
  // Keyed, since a short secret could be found by its hash.
  const version = createHmac("sha256", readFileSync(join(webFolder, "db-password")));
  for (const name of names) {
    const content = readFileSync(files[name] ?? "");
    version.update(`${name}\0${content.length}\0`).update(content);
    const partial = join(webFolder, `${name}.${process.pid}.partial`);
    stageFile(partial, content, readers === "owner" ? 0o600 : 0o644);
    renameSync(partial, join(folder, name));
  }
  return version.digest("hex").slice(0, 16);
}
