import { join, relative } from "node:path";
import type { Plugin } from "vite";
import { ConfigError, type ResolvedConfig } from "../../../modules/config/index.ts";
import { tellFailure } from "../../../modules/failures/index.ts";
import type { CommandReference } from "./command-reference.ts";
import { readConfig } from "./read.ts";
import { renderSettings } from "./rendered.ts";
import { readDeployResult } from "./results.ts";

const moduleId = "virtual:lampstand/project";
/** The zero byte keeps other plugins from looking for a file. */
const resolvedId = `\0${moduleId}`;

/**
 * Gives pages the resolved config, and what is rendered from it, as they are on disk. The dev server reads them anew
 * and reloads every page when the config file or a result of a drill or benchmark changes.
 */
export function projectModule(projectFolder: string, commands: readonly CommandReference[]): Plugin {
  const watched = [join(projectFolder, "lampstand.config.ts"), join(projectFolder, ".lampstand", "results")];
  return {
    name: "lampstand-project",
    resolveId: (id) => (id === moduleId ? resolvedId : undefined),
    async load(id) {
      if (id !== resolvedId) return undefined;
      const config = await readConfigOrExplain(projectFolder);
      return asModule({
        config: withRelativePaths(config, projectFolder),
        settings: renderSettings(config),
        deployResult: readDeployResult(projectFolder),
        commands,
      });
    },
    configureServer(server) {
      server.watcher.add(watched);
      server.watcher.on("all", (_event, path) => {
        if (!watched.some((one) => path === one || path.startsWith(`${one}/`))) return;
        for (const environment of Object.values(server.environments)) {
          const module = environment.moduleGraph.getModuleById(resolvedId);
          if (module !== undefined) environment.moduleGraph.invalidateModule(module);
        }
        server.ws.send({ type: "full-reload" });
      });
    },
  };
}

function asModule(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join("\n");
}

/** As the CLI would say it: the reader of a dev server's page sees the same words. */
async function readConfigOrExplain(projectFolder: string): Promise<ResolvedConfig> {
  try {
    return await readConfig(projectFolder);
  } catch (error) {
    if (error instanceof ConfigError) throw new Error(tellFailure(error).text, { cause: error });
    throw error;
  }
}

/** Pages show paths as a config would name them, and none of the machine that built them. */
function withRelativePaths(config: ResolvedConfig, projectFolder: string): ResolvedConfig {
  const { app, database } = config;
  return {
    ...config,
    app: { ...app, path: relative(projectFolder, app.path) },
    database: {
      ...database,
      init: database.init === undefined ? undefined : relative(projectFolder, database.init),
    },
  };
}
