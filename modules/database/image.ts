import { join } from "node:path";
import type { ImageRecipe, RecipeFile } from "../image/index.ts";
import { agentFiles } from "./agent-files.ts";
import { dockerfile } from "./dockerfile.ts";
import { renderMyCnf } from "./my-cnf.ts";
import { checkOptions, type DatabaseOptions } from "./options.ts";

/** The image of a member: MySQL, its settings, an empty data directory, and the agent. The same for all members. */
export function databaseImage(options: DatabaseOptions): ImageRecipe {
  checkOptions(options);
  const { memoryMb, connections = 100, init = [], schemaSql = [] } = options;
  return {
    dockerfile,
    files: [
      { path: "my.cnf", content: renderMyCnf({ memoryMb, connections }) },
      ...agentFiles(),
      script("install-mysql"),
      script("build/make-data-directory"),
      ...["lampstand-member", "lampstand-agent", "lampstand-member-healthy"].map((name) =>
        script(`bin/${name}`),
      ),
      ...schemaSql.map((sql, index) => ({ path: `schema/${ordinal(index)}.sql`, content: sql })),
      ...init.map((file, index) => initFile(file, index)),
      // Docker can't copy a folder that isn't there.
      { path: "schema/README", content: "SQL of Lampstand, run in order of name.\n" },
      { path: "init/README", content: "SQL of the site, loaded once, in order of name.\n" },
    ],
  };
}

function script(path: string): RecipeFile {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { path, mode: 0o755, source: join(import.meta.dirname, "files", name) };
}

function initFile(file: RecipeFile, index: number): RecipeFile {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return { ...file, path: `init/${ordinal(index)}-${name.endsWith(".sql") ? name : `${name}.sql`}` };
}

function ordinal(index: number): string {
  return String(index + 1).padStart(3, "0");
}
