import { readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError, type Problem } from "./problems.ts";
import { type ResolvedConfig, resolveConfig } from "./resolve.ts";

/**
 * Reads a config file (an ES module with a default export) and resolves it; its paths become absolute.
 * @throws {ConfigError} with every problem at once, a missing folder or file that it names included.
 */
export async function loadConfig(file: string): Promise<ResolvedConfig> {
  const path = resolve(file);
  if (!isFile(path))
    throw new ConfigError([
      {
        path: file,
        given: "no such file",
        allowed: "a config file",
        hint: "for example export default defineConfig({})",
      },
    ]);
  const loaded: { default?: unknown } = await import(pathToFileURL(path).href);
  if (loaded.default === undefined)
    throw new ConfigError([
      {
        path: file,
        given: "no default export",
        allowed: "a config",
        hint: "for example export default defineConfig({})",
      },
    ]);
  return locateFiles(resolveConfig(loaded.default), dirname(path));
}

/**
 * The config with absolute paths.
 * @throws {ConfigError} if the app, its document root or the init SQL isn't there.
 */
export function locateFiles(config: ResolvedConfig, folder: string): ResolvedConfig {
  const appPath = resolve(folder, config.app.path);
  const init = config.database.init === undefined ? undefined : resolve(folder, config.database.init);
  const problems = [...missingFolders(config, appPath), ...missingInit(config, init)];
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...config, app: { ...config.app, path: appPath }, database: { ...config.database, init } };
}

function missingFolders(config: ResolvedConfig, appPath: string): Problem[] {
  if (!isFolder(appPath))
    return [
      {
        path: "app.path",
        given: `got "${config.app.path}", which is no folder (${appPath})`,
        allowed: "the folder of a PHP site",
        hint: 'for example "app"',
      },
    ];
  const root = join(appPath, config.app.documentRoot);
  if (isFolder(root)) return [];
  const folders = readdirSync(appPath, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return [
    {
      path: "app.documentRoot",
      given: `got "${config.app.documentRoot}", which is no folder (${root})`,
      allowed: `"" or a folder below ${appPath}${folders.length === 0 ? "" : ` (there: ${folders.join(", ")})`}`,
      hint: folders.includes("public") ? 'for example "public"' : 'for example ""',
    },
  ];
}

function missingInit(config: ResolvedConfig, init: string | undefined): Problem[] {
  if (init === undefined || isFile(init)) return [];
  if (isFolder(init) && readdirSync(init).some((name) => name.endsWith(".sql"))) return [];
  return [
    {
      path: "database.init",
      given: `got "${config.database.init}", where there is no SQL (${init})`,
      allowed: "the path of a .sql file or of a folder with .sql files",
      hint: 'for example "app/schema.sql"',
    },
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
