import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import type { RecipeFile } from "./recipe.ts";

/** A file's bytes as they go into the context, wherever they come from; none for a folder or a link. */
export function fileBytes(file: RecipeFile): Uint8Array {
  if ("isFolder" in file || "link" in file) return new Uint8Array();
  if ("typescript" in file) return Buffer.from(asJavaScript(readFileSync(file.typescript, "utf8")));
  return "content" in file ? Buffer.from(file.content) : readFileSync(file.source);
}

/**
 * What represents a file in a recipe's hash. For TypeScript that is the module as it was written: to take its types off
 * costs each synth 70 ms for what is nearly always there already.
 */
export function fileIdentity(file: RecipeFile): Uint8Array {
  if ("typescript" in file) return readFileSync(file.typescript);
  if ("source" in file && file.sha256 !== undefined) return Buffer.from(file.sha256);
  return "link" in file ? Buffer.from(file.link) : fileBytes(file);
}

/** The types' places are blank, so that lines and columns in a stack trace are those of the source. */
function asJavaScript(source: string): string {
  // By the namespace: a Node that runs the npm package, where all is JavaScript, may be too old to have the function.
  const stripped = withoutWarnings(() => nodeModule.stripTypeScriptTypes(source));
  return stripped.replace(/(from "\.{1,2}\/[^"]+)\.ts"/g, '$1.js"');
}

/** Node 24 calls the stripping experimental, on standard error: nothing a user could act on. */
function withoutWarnings<T>(step: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return step();
  } finally {
    process.emitWarning = emitWarning;
  }
}
