import type { DatabaseSettings } from "./database-settings.ts";
import type { PresetName } from "./schema.ts";

/** A config with every field filled in; undefined is what a stack can do without. Paths are as they were given. */
export interface ResolvedConfig {
  readonly name: string;
  readonly preset: PresetName;
  readonly app: {
    readonly path: string;
    readonly documentRoot: string;
    readonly writableFolders: readonly WritableFolder[];
    readonly git: { readonly url: string; readonly ref: string } | undefined;
    readonly archive: { readonly url: string; readonly sha256: string } | undefined;
  };
  readonly web: {
    readonly nodes: number;
    readonly autoscale: { readonly min: number; readonly max: number; readonly cpu: number } | undefined;
    readonly memoryMb: number;
    readonly requestWorkers: number;
    readonly maxUploadMb: number;
    readonly phpExtensions: readonly string[];
    readonly phpIni: Readonly<Record<string, string | number | boolean>>;
    /** Path of a file. */
    readonly apache: string | undefined;
    readonly htaccess: boolean;
    readonly environment: Readonly<Record<string, string>>;
    readonly databaseEnvironment: Readonly<Record<string, string>>;
    /** Paths of files by name. */
    readonly secrets: Readonly<Record<string, string>>;
    readonly extraPackages: readonly string[];
  };
  readonly loadBalancer: {
    readonly listen: readonly string[];
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly statusPort: number;
    readonly trustedProxies: readonly string[];
    /** Paths of PEM files. */
    readonly certificate: Certificate | undefined;
    readonly algorithm: "leastconn" | "roundrobin";
    readonly redirectToHttps: boolean;
    /** The first is the site's; requests to the others are sent on to it. */
    readonly hosts: readonly string[];
    readonly hsts: boolean;
    readonly maxRequestBodyMb: number;
    readonly retry: "safe" | "all" | "never";
    readonly requestTimeoutSeconds: number;
  };
  readonly database: {
    readonly members: number;
    readonly routers: number;
    readonly memoryMb: number;
    readonly name: string;
    readonly user: string;
    /** Undefined: the database starts empty. */
    readonly init: string | undefined;
    readonly strict: boolean;
    readonly settings: DatabaseSettings;
  };
  readonly cloud: {
    readonly region: string;
    readonly webSize: string;
    readonly loadBalancerNodes: number;
    readonly databaseSize: string;
    readonly databaseNodes: number;
    readonly readReplica: boolean;
    readonly addressRange: string;
    readonly domain: string | undefined;
    /** Paths of PEM files. */
    readonly certificate: Certificate | undefined;
    readonly alertEmail: string | undefined;
    /** Names of keys in the account, or paths of files (see `isKeyFile`). */
    readonly sshKeys: readonly string[];
    readonly sshSources: readonly string[];
    readonly maintenance: { readonly day: string; readonly hour: string };
    /** `http://NAME:PORT` */
    readonly proxy: string | undefined;
    readonly metricsAgent: boolean;
    readonly state: { readonly bucket: string; readonly region: string } | undefined;
  };
}

/** What a deploy does with the site's own files in a writable folder. */
export type SeedRule = "missing" | "newer" | "always";

/** A folder that the site writes to; in one that is given with `php: true`, PHP runs. `seed`: default "missing". */
export type WritableFolder =
  | string
  | { readonly path: string; readonly php?: boolean | undefined; readonly seed?: SeedRule | undefined };

/** The paths of the writable folders, below the app's. */
export function writablePaths({ writableFolders }: Pick<ResolvedConfig["app"], "writableFolders">): string[] {
  return writableFolders.map((folder) => (typeof folder === "string" ? folder : folder.path));
}

/** Of those the ones in which PHP runs. */
export function phpPaths({ writableFolders }: Pick<ResolvedConfig["app"], "writableFolders">): string[] {
  return writableFolders.flatMap((folder) =>
    typeof folder === "object" && folder.php === true ? [folder.path] : [],
  );
}

/** The names of the site that have a DNS record on the cloud and are in its certificate, its own one first. */
export function siteDomains({
  cloud: { domain },
  loadBalancer: { hosts },
}: Pick<ResolvedConfig, "cloud" | "loadBalancer">): readonly string[] {
  return domain === undefined ? [] : [domain, ...hosts.filter((host) => host !== domain)];
}

/** What a deploy does with the site's own files in each writable folder, by its path. */
export function seedRules({
  writableFolders,
}: Pick<ResolvedConfig["app"], "writableFolders">): Readonly<Record<string, SeedRule>> {
  return Object.fromEntries(
    writableFolders.map((folder) =>
      typeof folder === "string" ? [folder, "missing"] : [folder.path, folder.seed ?? "missing"],
    ),
  );
}

/** MiB of a form with the largest upload, and its other fields: PHP's post_max_size. */
export function largestFormMb({ maxUploadMb }: Pick<ResolvedConfig["web"], "maxUploadMb">): number {
  return maxUploadMb + Math.max(4, Math.ceil(maxUploadMb / 4));
}

/** Addresses of this machine at which the site answers, 127.0.0.1 always among them. */
export function listenAddresses({ listen }: ResolvedConfig["loadBalancer"]): readonly string[] {
  if (listen.includes("0.0.0.0")) return ["0.0.0.0", ...listen.filter((each) => each.includes(":"))];
  return [...new Set(["127.0.0.1", ...listen])];
}

/** Whether other machines can reach the site. */
export function isReachableFromOutside(loadBalancer: ResolvedConfig["loadBalancer"]): boolean {
  return listenAddresses(loadBalancer).some((each) => !each.startsWith("127.") && each !== "::1");
}

/** Whether a proxy on this machine is believed. */
export function trustsThisMachine({ trustedProxies }: ResolvedConfig["loadBalancer"]): boolean {
  return trustedProxies.some((each) => each.startsWith("127.") || each.startsWith("::1"));
}

export interface Certificate {
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain?: string | undefined;
}

/** Whether an entry of `cloud.sshKeys` is the path of a public key's file, not the name of a key in the account. */
export function isKeyFile(key: string): boolean {
  return key.endsWith(".pub");
}
