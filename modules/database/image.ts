import { join } from "node:path";
import type { ImageRecipe, RecipeFile } from "../image/index.ts";
import { mysqlInstaller } from "../mysql-packages/index.ts";
import { agentFiles } from "./agent-files.ts";
import { dockerfile } from "./dockerfile.ts";
import { renderMyCnf } from "./my-cnf.ts";
import { checkOptions, type DatabaseOptions } from "./options.ts";

/** The image of a member: MySQL, its settings, an empty data directory, and the agent. The same for all members. */
export function databaseImage(options: DatabaseOptions): ImageRecipe {
  checkOptions(options);
  const { memoryMb, connections = 100, strict = false, settings = {}, schemaSql = [] } = options;
  return {
    dockerfile,
    files: [
      { path: "my.cnf", content: renderMyCnf({ memoryMb, connections, strict, settings }) },
      ...agentFiles(),
      { path: "install-mysql", mode: 0o755, source: mysqlInstaller },
      script("build/make-data-directory"),
      ...["lampstand-member", "lampstand-agent", "lampstand-member-healthy"].map((name) =>
        script(`bin/${name}`),
      ),
      ...schemaSql.map((sql, index) => ({ path: `schema/${ordinal(index)}.sql`, content: sql })),
      // Docker can't copy a folder that isn't there.
      { path: "schema/README", content: "SQL of Lampstand, run in order of name.\n" },
    ],
  };
}

function script(path: string): RecipeFile {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { path, mode: 0o755, source: join(import.meta.dirname, "files", name) };
}

function ordinal(index: number): string {
  return String(index + 1).padStart(3, "0");
}
