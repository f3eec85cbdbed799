import { readdirSync, readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { join, relative } from "node:path";
import type { RecipeFile } from "../image/index.ts";
import { packageClosure } from "./package-closure.ts";

const folder = join(import.meta.dirname, "agent");

/**
 * The agent as it goes into the image: its modules as JavaScript, and the packages that it needs, copied as installed.
 */
export function agentFiles(): RecipeFile[] {
  const modules = readdirSync(folder)
    .filter((name) => /(?<!\.d)\.ts$|\.js$/.test(name))
    .sort()
    .map((name) => ({
      path: `agent/${name.replace(/\.ts$/, ".js")}`,
      content: asJavaScript(name, readFileSync(join(folder, name), "utf8")),
    }));
  const packages = packageClosure("mysql2", import.meta.filename).flatMap(({ name, path }) =>
    filesBelow(path).map((source) => ({
      path: `node_modules/${name}/${relative(path, source)}`,
      source,
    })),
  );
  return [...modules, { path: "agent/package.json", content: '{ "type": "module" }\n' }, ...packages];
}

/**
 * In the npm package the modules are JavaScript already. Here the types are taken off, since Debian's Node is built
 * without that; blanks in their place keep the lines and columns of a stack trace those of the source.
 */
function asJavaScript(name: string, source: string): string {
  if (name.endsWith(".js")) return source;
  // By the namespace: a Node that runs the package may be too old to have the function.
  const stripped = withoutWarnings(() => nodeModule.stripTypeScriptTypes(source));
  return stripped.replace(/(from "\.\/[^"]+)\.ts"/g, '$1.js"');
}

/** Node 24 calls the stripping experimental, on standard error, in every synth: nothing a user could act on. */
function withoutWarnings<T>(step: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return step();
  } finally {
    process.emitWarning = emitWarning;
  }
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
