import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError, type Problem } from "./problems.ts";
import { resolveConfig } from "./resolve.ts";
import { type Certificate, isKeyFile, type ResolvedConfig } from "./resolved-config.ts";

/**
 * Reads a config file (a module with a default export) and resolves it; its paths become absolute.
 * @throws {ConfigError} with every problem at once, a missing folder or file that it names included.
 */
export async function loadConfig(file: string): Promise<ResolvedConfig> {
  const path = resolve(file);
  if (!isFile(path))
    throw new ConfigError([
      {
        failure: "config-missing",
        path: file,
        given: "no such file",
        allowed: "a config file",
        hint: "for example export default defineConfig({})",
      },
    ]);
  const loaded = await runConfig(path);
  if (loaded.default === undefined)
    throw new ConfigError([
      {
        failure: "config-missing",
        path: file,
        given: "no default export",
        allowed: "a config",
        hint: "for example export default defineConfig({})",
      },
    ]);
  return locateFiles(resolveConfig(loaded.default), dirname(path));
}

async function runConfig(path: string): Promise<{ readonly default?: unknown }> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const where = placeIn(path, error instanceof Error ? (error.stack ?? "") : "");
    throw new ConfigError(
      [
        {
          failure: "config-unreadable",
          path: `${basename(path)}${where}`,
          given: reason,
          allowed: "TypeScript with a default export",
          hint: "for example export default defineConfig({})",
        },
      ],
      { cause: error },
    );
  }
}

/** `:line:column` of the first mention of the file in a stack trace, or "". */
function placeIn(path: string, stack: string): string {
  const at = stack.indexOf(`${path}:`);
  return at === -1 ? "" : (/^(:\d+)+/.exec(stack.slice(at + path.length))?.[0] ?? "");
}

/**
 * The config with absolute paths.
 * @throws {ConfigError} if the app, its document root, the init SQL, a certificate's file, an SSH key, a secret or Apache's file isn't there.
 */
export function locateFiles(config: ResolvedConfig, folder: string): ResolvedConfig {
  const located = withAbsolutePaths(config, folder);
  const problems = [
    ...missingFolders(config, located.app.path),
    ...missingInit(config, located.database.init),
    ...missingFiles(config, located),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return located;
}

function withAbsolutePaths(config: ResolvedConfig, folder: string): ResolvedConfig {
  const absolute = (path: string) => resolve(folder, path);
  const maybe = (path: string | undefined) => (path === undefined ? undefined : absolute(path));
  const located = (files: Certificate): Certificate => ({
    certificate: absolute(files.certificate),
    privateKey: absolute(files.privateKey),
    chain: maybe(files.chain),
  });
  const { app, web, database, cloud, loadBalancer } = config;
  return {
    ...config,
    loadBalancer: {
      ...loadBalancer,
      certificate: loadBalancer.certificate && located(loadBalancer.certificate),
    },
    app: { ...app, path: absolute(app.path) },
    web: {
      ...web,
      apache: maybe(web.apache),
      secrets: Object.fromEntries(Object.entries(web.secrets).map(([name, path]) => [name, absolute(path)])),
    },
    database: { ...database, init: maybe(database.init) },
    cloud: {
      ...cloud,
      certificate: cloud.certificate && located(cloud.certificate),
      sshKeys: cloud.sshKeys.map((key) => (isKeyFile(key) ? absolute(key) : key)),
    },
  };
}

function missingFolders(config: ResolvedConfig, appPath: string): Problem[] {
  if (!isFolder(appPath))
    return [
      {
        failure: "app-missing",
        path: "app.path",
        given: `got "${config.app.path}", which is no folder (${appPath})`,
        allowed: "the folder of a PHP site",
        hint: 'for example "app"',
      },
    ];
  const ownFolder = realpathSync(appPath)
    .split(sep)
    .find((part) => [".lampstand", ".terraform", "cdktf.out"].includes(part));
  if (ownFolder !== undefined)
    return [
      {
        path: "app.path",
        given: `got "${config.app.path}", which is in ${ownFolder}, where the project keeps what is its own (${appPath})`,
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
      failure: "document-root-missing",
      path: "app.documentRoot",
      given: `got "${config.app.documentRoot}", which is no folder (${root})`,
      allowed: `"" or a folder below ${appPath}${folders.length === 0 ? "" : ` (there: ${folders.join(", ")})`}`,
      hint: folders.includes("public") ? 'for example "public"' : 'for example ""',
    },
  ];
}

/** Whether a file of a folder that `database.init` names is loaded. */
export function isSqlFile(name: string): boolean {
  return /\.sql(\.gz|\.zst)?$/.test(name);
}

function missingInit(config: ResolvedConfig, init: string | undefined): Problem[] {
  if (init === undefined || isFile(init)) return [];
  if (isFolder(init) && readdirSync(init).some(isSqlFile)) return [];
  return [
    {
      failure: "init-sql-missing",
      path: "database.init",
      given: `got "${config.database.init}", where there is no SQL (${init})`,
      allowed: "the path of a .sql, .sql.gz or .sql.zst file, or of a folder with such files",
      hint: 'for example "app/schema.sql"',
    },
  ];
}

function missingFiles(config: ResolvedConfig, located: ResolvedConfig): Problem[] {
  const missing = (path: string, given: string | undefined, file: string | undefined, allowed: string) =>
    file === undefined || isFile(file)
      ? []
      : [{ path, given: `got "${given}", which is no file (${file})`, allowed, hint: "correct the path" }];
  const certificateFiles = (["cloud", "loadBalancer"] as const).flatMap((owner) =>
    (["certificate", "privateKey", "chain"] as const).flatMap((part) =>
      missing(
        `${owner}.certificate.${part}`,
        config[owner].certificate?.[part],
        located[owner].certificate?.[part],
        "the path of a PEM file",
      ),
    ),
  );
  const keyFiles = located.cloud.sshKeys.flatMap((key, index) =>
    isKeyFile(key)
      ? missing(
          `cloud.sshKeys.${index}`,
          config.cloud.sshKeys[index],
          key,
          "a key's name, or the path of a .pub file",
        )
      : [],
  );
  const secretFiles = Object.entries(located.web.secrets).flatMap(([name, file]) =>
    missing(`web.secrets.${name}`, config.web.secrets[name], file, "the path of a file"),
  );
  const apacheFile =
    located.web.apache === undefined
      ? []
      : missing("web.apache", config.web.apache, located.web.apache, "the path of a file");
  return [...certificateFiles, ...keyFiles, ...secretFiles, ...apacheFile];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
