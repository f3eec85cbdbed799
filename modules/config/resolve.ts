import { cloudProblems } from "./cloud-problems.ts";
import { contradictions } from "./contradictions.ts";
import { explainIssues } from "./explain.ts";
import { partProblems } from "./part-problems.ts";
import { defaults, presets } from "./presets.ts";
import { ConfigError } from "./problems.ts";
import { type Config, configSchema, type PresetName } from "./schema.ts";

/** A config with every field filled in; undefined is what a stack can do without. Paths are as they were given. */
export interface ResolvedConfig {
  readonly name: string;
  readonly preset: PresetName;
  readonly app: {
    readonly path: string;
    readonly documentRoot: string;
    readonly writableFolders: readonly string[];
    readonly git: { readonly url: string; readonly ref: string } | undefined;
    readonly archive: { readonly url: string; readonly sha256: string } | undefined;
  };
  readonly web: {
    readonly nodes: number;
    readonly autoscale: { readonly min: number; readonly max: number; readonly cpu: number } | undefined;
    readonly memoryMb: number;
    readonly requestWorkers: number;
    readonly phpExtensions: readonly string[];
    readonly phpIni: Readonly<Record<string, string | number | boolean>>;
    readonly htaccess: boolean;
    readonly environment: Readonly<Record<string, string>>;
    readonly extraPackages: readonly string[];
  };
  readonly loadBalancer: {
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly statusPort: number;
    readonly algorithm: "leastconn" | "roundrobin";
    readonly redirectToHttps: boolean;
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

export interface Certificate {
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain?: string | undefined;
}

/** Whether an entry of `cloud.sshKeys` is the path of a public key's file, not the name of a key in the account. */
export function isKeyFile(key: string): boolean {
  return key.endsWith(".pub");
}

/**
 * Fills in preset and defaults.
 * @throws {ConfigError} with every problem at once, where the config isn't valid.
 */
export function resolveConfig(input: unknown): ResolvedConfig {
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) throw new ConfigError(explainIssues(parsed.error.issues, input));
  const resolved = fill(parsed.data);
  const problems = [...contradictions(resolved), ...partProblems(resolved), ...cloudProblems(resolved)];
  if (problems.length > 0) throw new ConfigError(problems);
  return resolved;
}

function fill(config: Config): ResolvedConfig {
  const presetName = config.preset ?? defaults.preset;
  const { webNodes, members, routers, cloud } = presets[presetName];
  return {
    name: config.name ?? defaults.name,
    preset: presetName,
    app: over<ResolvedConfig["app"]>(defaults.app, config.app),
    web: over<ResolvedConfig["web"]>({ ...defaults.web, nodes: webNodes }, config.web),
    loadBalancer: over<ResolvedConfig["loadBalancer"]>(defaults.loadBalancer, config.loadBalancer),
    database: over<ResolvedConfig["database"]>({ ...defaults.database, members, routers }, config.database),
    cloud: over<ResolvedConfig["cloud"]>({ ...defaults.cloud, ...cloud }, config.cloud),
  };
}

/** The fields with those that are given in their place; one that is present but undefined is not given. */
function over<T extends object>(fields: T, given: { [K in keyof T]?: T[K] | undefined } | undefined): T {
  const filled = { ...fields };
  for (const key in given) {
    const value = given[key];
    if (value !== undefined) filled[key] = value;
  }
  return filled;
}
