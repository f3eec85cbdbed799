import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RecipeFile } from "../image/index.ts";

/** The SQL that a database starts with: one file, or a folder's files in order of name. */
export function readSqlFiles(path: string): RecipeFile[] {
  if (statSync(path).isFile()) return [{ path: "init.sql", content: readFileSync(path) }];
  return readdirSync(path)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({ path: name, content: readFileSync(join(path, name)) }));
}
