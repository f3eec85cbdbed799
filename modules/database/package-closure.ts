import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

/** A package as it is installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder. */
  readonly path: string;
}

/**
 * A package and all that it depends on, as Node would find them from the file `from`: also where a package manager has
 * moved them up. Sorted by name. Throws if one isn't installed, or is there in two versions, which a flat copy can't hold.
 */
export function packageClosure(name: string, from: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const visit = (wanted: string, asker: string): void => {
    const manifest = locate(wanted, asker);
    const path = dirname(manifest);
    const known = found.get(wanted);
    if (known?.path === path) return;
    const { version, dependencies } = readManifest(manifest);
    if (known && known.version !== version)
      throw new Error(`${wanted} is installed as ${known.version} and as ${version}: ${known.path}, ${path}`);
    if (known) return;
    found.set(wanted, { name: wanted, version, path });
    for (const dependency of dependencies) visit(dependency, manifest);
  };
  visit(name, from);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** By folders and not by `require.resolve`, since a package need not export its package.json. */
function locate(name: string, asker: string): string {
  const places = createRequire(asker).resolve.paths(name) ?? [];
  const manifest = places.map((place) => join(place, name, "package.json")).find((path) => existsSync(path));
  if (!manifest)
    throw new Error(`the package ${name} is not installed (looked for by ${asker}); run npm install`);
  // Where a package manager links packages together, what a package depends on is beside its real folder.
  return realpathSync(manifest);
}

const manifestSchema = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

function readManifest(path: string): { version: string; dependencies: readonly string[] } {
  const { version, dependencies } = manifestSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  return { version, dependencies: Object.keys(dependencies) };
}
