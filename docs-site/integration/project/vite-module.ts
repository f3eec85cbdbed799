import { join, relative } from "node:path";
import type { Plugin } from "vite";
import { type ResolvedConfig, resolveConfig } from "../../../modules/config/index.ts";
import { formatFailure } from "../../../modules/failures/index.ts";
import type { CommandReference } from "./command-reference.ts";
import { readConfig } from "./read.ts";
import { renderSettings } from "./rendered.ts";
import { readDeployResult } from "./results.ts";

const moduleId = "virtual:lampstand/project";
/** Where the default site is. */
const repository = join(import.meta.dirname, "../../..");
/** The zero byte keeps other plugins from looking for a file. */
const resolvedId = `\0${moduleId}`;

/**
 * Gives pages the resolved config, and what is rendered from it, as they are on disk. The dev server reads them anew
 * and reloads every page when the config file or a result of a benchmark changes.
 */
export function projectModule(projectFolder: string, commands: readonly CommandReference[]): Plugin {
  const watched = [join(projectFolder, "lampstand.config.ts"), join(projectFolder, ".lampstand", "results")];
  let isServing = false;
  return {
    name: "lampstand-project",
    resolveId: (id) => (id === moduleId ? resolvedId : undefined),
    config(_config, { command }) {
      isServing = command === "serve";
    },
    async load(id) {
      if (id !== resolvedId) return undefined;
      const { config, configProblem } = await readOrDefault(projectFolder, isServing);
      return asModule({
        config: withRelativePaths(config, configProblem === undefined ? projectFolder : repository),
        configProblem,
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

interface Reading {
  readonly config: ResolvedConfig;
  /** What is wrong with the project's own config, as the CLI prints it. */
  readonly configProblem: string | undefined;
}

/**
 * The project's config. While it is edited, a mistake must not remove the pages that explain it: the dev server shows the
 * default config then, with the mistake above. A build fails instead.
 */
async function readOrDefault(projectFolder: string, isServing: boolean): Promise<Reading> {
  try {
    return { config: await readConfig(projectFolder), configProblem: undefined };
  } catch (error) {
    const configProblem = formatFailure(error).text;
    if (!isServing) throw new Error(configProblem, { cause: error });
    const defaults = resolveConfig({});
    return {
      config: { ...defaults, app: { ...defaults.app, path: join(repository, "app") } },
      configProblem,
    };
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
