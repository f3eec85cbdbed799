import type { SeedRule } from "../config/index.ts";
import type { RecipeFile } from "../image/index.ts";

/** All that a user can decide about a web node. The same on Docker and on a droplet. */
export interface WebNodeOptions {
  /** The site: paths are relative to the app's folder, e.g. `public/index.php`. `readApp` gives them. */
  readonly appFiles: readonly RecipeFile[];
  /** The folder that Apache serves, below the app's folder: "" for the folder itself, "public" for most frameworks. */
  readonly documentRoot: string;
  /**
   * PHP extensions by PHP's own name, e.g. `gd`, `intl`, `pdo_sqlite`. Debian's package is found from it;
   * those that PHP has built in are accepted and need none. MySQL, mbstring, JSON, sessions and opcache are always there.
   */
  readonly phpExtensions: readonly string[];
  /** php.ini settings, over the node's own. A boolean becomes On or Off. */
  readonly phpIni: Readonly<Record<string, string | number | boolean>>;
  /** Apache's configuration of the site's own, for its virtual hosts; "" for none. */
  readonly apache: string;
  /** Whether the app's `.htaccess` files count (`AllowOverride All`); costs a few file look-ups a request. */
  readonly htaccess: boolean;
  /** Environment variables for the app, in `getenv()` and `$_SERVER`. Not for secrets: `docker inspect` shows them. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * More variables for the app that describe the database, by name. `{password}` in a text stands for the password; they
   * are in no process's environment.
   */
  readonly databaseEnvironment: Readonly<Record<string, string>>;
  /** Debian 13 packages to install besides, e.g. `imagemagick`. */
  readonly extraPackages: readonly string[];
  /**
   * Folders below the app's folder that the app writes to, e.g. `uploads`: mount points of a volume that all
   * web nodes share, owned by www-data. Everything else is read-only, and no PHP runs from them.
   */
  readonly writableFolders: readonly string[];
  /** Those of them in which PHP runs after all. */
  readonly phpFolders: readonly string[];
  /**
   * What is done with the site's own files in each writable folder, when a container begins with other ones: "missing", which
   * is the default, adds new ones; "newer" also replaces those that were edited; "always" all that differ.
   */
  readonly seedRules: Readonly<Record<string, SeedRule>>;
  /** Names of the site: requests to all but the first are sent on to it. */
  readonly hosts: readonly string[];
  /** Whether browsers that had an answer by HTTPS use nothing else for a year. */
  readonly hsts: boolean;
  /** Networks (CIDR) or addresses whose X-Forwarded-For and X-Forwarded-Proto are believed: the balancers'. */
  readonly trustedProxies: readonly string[];
  /** Requests served at once (1-512); each takes one process and up to two persistent database connections. */
  readonly maxRequestWorkers: number;
  /** Largest file that a visitor may upload, in MiB. */
  readonly maxUploadMb: number;
  /** Largest request body in MiB, for those without a length; larger ones are answered 413. */
  readonly maxRequestBodyMb: number;
  /** Longest time that a request may take (1-3600): nothing on the node ends it or its query earlier. */
  readonly requestTimeoutSeconds: number;
}

/**
 * The defaults of a node; give `appFiles` and what differs.
 * The trusted proxies are the ranges that Docker takes a network's addresses from. A web node's front network has
 * only balancers in it, and the balancer replaces X-Forwarded-For instead of adding to it, so a client can't forge one.
 */
export const webNodeDefaults: Omit<WebNodeOptions, "appFiles"> = {
  documentRoot: "",
  phpExtensions: [],
  phpIni: {},
  apache: "",
  htaccess: true,
  environment: {},
  databaseEnvironment: {},
  extraPackages: [],
  writableFolders: [],
  phpFolders: [],
  seedRules: {},
  hosts: [],
  hsts: false,
  trustedProxies: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
  maxRequestWorkers: 24,
  maxUploadMb: 16,
  // Apache's own.
  maxRequestBodyMb: 1024,
  requestTimeoutSeconds: 30,
};

/** What the node itself is like, whatever the site. */
export type NodeOptions = Omit<WebNodeOptions, "appFiles">;
