import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { RecipeFile } from "../image/index.ts";
import { packageClosure } from "./package-closure.ts";

const folder = join(import.meta.dirname, "agent");

/**
 * The agent as it goes into the image: its modules as JavaScript, since Debian's Node is built without the stripping of
 * types, and the packages that it needs, copied as installed.
 */
export function agentFiles(): RecipeFile[] {
  // In the npm package the modules are JavaScript already, with declarations beside them.
  const modules = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.d)\.ts$|\.js$/.test(name))
    .sort()
    .map((name): RecipeFile => {
      const path = `agent/${name.replace(/\.ts$/, ".js")}`;
      const source = join(folder, name);
      return name.endsWith(".ts") ? { path, typescript: source } : { path, source };
    });
  const packages = packageClosure("mysql2", import.meta.filename).flatMap(({ name, path }) =>
    filesBelow(path).map((source) => ({
      path: `node_modules/${name}/${relative(path, source)}`,
      source,
    })),
  );
  return [...modules, { path: "agent/package.json", content: '{ "type": "module" }\n' }, ...packages];
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isNeeded(join(entry.parentPath, entry.name), path))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What the running agent loads: no types, no packages of a package's own making, no prose. */
function isNeeded(file: string, root: string): boolean {
  const inside = relative(root, file);
  return /\.(js|cjs|mjs|json)$/.test(inside) && !/(^|\/)node_modules\//.test(inside);
}
