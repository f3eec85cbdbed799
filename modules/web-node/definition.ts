import type { RecipeFile } from "../image/index.ts";
import { ports } from "../topology/index.ts";
import { serverConfiguration, siteConfiguration, virtualHosts } from "./apache.ts";
import { databaseEnvironmentLines } from "./database-environment.ts";
import { databaseAddresses, databaseSocketConfiguration } from "./database-socket.ts";
import { extensionPackages } from "./extensions.ts";
import type { NodeOptions, WebNodeOptions } from "./options.ts";
import { phpIniFile } from "./php-ini.ts";
import { places } from "./places.ts";
import { assertWebNodeOptions } from "./problems.ts";
import { commandLineFiles, shippedFiles } from "./shipped.ts";

/** A web node as data: what a Debian 13 needs to become one. Each renderer turns it into its own form. */
export interface WebNodeDefinition {
  /** Debian packages, sorted. */
  readonly packages: readonly string[];
  /** The node's own files by absolute path, root's. */
  readonly files: readonly RecipeFile[];
  /** The site's files by absolute path, root's: the app can't change its own code. */
  readonly appFiles: readonly RecipeFile[];
  /** Apache modules, in the order in which to switch them. */
  readonly disableModules: readonly string[];
  readonly enableModules: readonly string[];
  /** Shell commands, run once as root in this order, after packages and the node's files are in place. */
  readonly commands: readonly string[];
  /** The same for after the app's files. */
  readonly appCommands: readonly string[];
  /** The app's own environment, APP_ENV included. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The one definition of a web node.
 * @throws WebNodeOptionsError naming every problem of the options.
 */
export function defineWebNode(options: WebNodeOptions): WebNodeDefinition {
  assertWebNodeOptions(options);
  return {
    ...defineNode(options),
    appFiles: options.appFiles.map((file) => ({ ...file, path: `${places.app}/${file.path}` })),
  };
}

/** The same for a node that fetches the site's files by itself. */
export function defineNode(options: NodeOptions): Omit<WebNodeDefinition, "appFiles"> {
  const disableModules = ["mpm_event", "status", "autoindex"];
  const enableModules = ["mpm_prefork", "php8.4", "expires", "headers", "remoteip", "rewrite", "ssl"];
  return {
    packages: [
      ...new Set([
        "apache2",
        "libapache2-mod-php8.4",
        // For the certificates of the node's own.
        "openssl",
        ...extensionPackages(options.phpExtensions),
        ...options.extraPackages,
      ]),
    ].sort(),
    files: [
      { path: places.serverConfiguration, content: serverConfiguration(options) },
      { path: places.virtualHosts, content: virtualHosts() },
      { path: places.siteConfiguration, content: siteConfiguration(options) },
      ...(options.apache === "" ? [] : [{ path: places.ownConfiguration, content: options.apache }]),
      { path: places.phpIni, content: phpIniFile(options) },
      {
        path: places.writableFolders,
        content: writablePaths(options)
          .map((path) => `${path}\n`)
          .join(""),
      },
      { path: places.databaseSocketConfiguration, content: databaseSocketConfiguration(options) },
      { path: places.databaseEnvironment, content: databaseEnvironmentLines(options) },
      ...shippedFiles(),
      ...(Object.keys(options.databaseEnvironment).length === 0 ? [] : commandLineFiles()),
    ],
    disableModules,
    enableModules,
    commands: [
      `a2dismod -q -f ${disableModules.join(" ")}`,
      `a2enmod -q ${enableModules.join(" ")}`,
      "a2dissite -q 000-default",
      `install -d -m 0700 -o www-data -g www-data ${places.uploads}`,
      "a2disconf -q other-vhosts-access-log security serve-cgi-bin",
      "a2enconf -q lampstand",
      "a2ensite -q lampstand",
      `printf 'Listen %s\\n' ${ports.http} ${ports.https} >/etc/apache2/ports.conf`,
      `echo '. ${places.environmentScript}' >>/etc/apache2/envvars`,
    ],
    appCommands: writablePaths(options).map(
      (path) => `mkdir -p ${path} && chown -R www-data:www-data ${path}`,
    ),
    environment: {
      ...databaseAddresses,
      APP_ENV: "production",
      LAMPSTAND_REQUEST_TIMEOUT_SECONDS: String(options.requestTimeoutSeconds),
      LAMPSTAND_REQUEST_WORKERS: String(options.maxRequestWorkers),
      ...options.environment,
    },
  };
}

function writablePaths(options: NodeOptions): readonly string[] {
  return options.writableFolders.map((folder) => `${places.app}/${folder}`);
}
