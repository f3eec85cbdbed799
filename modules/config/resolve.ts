import { explainIssues } from "./explain.ts";
import { ConfigError, type Problem } from "./problems.ts";
import { type Config, configSchema, type PresetName } from "./schema.ts";

/** A config with every field filled in. Paths are as they were given. */
export interface ResolvedConfig {
  readonly name: string;
  readonly preset: PresetName;
  readonly app: {
    readonly path: string;
    readonly documentRoot: string;
    readonly writableFolders: readonly string[];
  };
  readonly web: {
    readonly nodes: number;
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
}

interface Preset {
  readonly title: string;
  readonly webNodes: number;
  readonly members: number;
  readonly routers: number;
}

/** What each preset stands for. A config may go beyond `ha`, but may not contradict the preset it names. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  lab: {
    title: "one web node, one database: every server is a single point of failure",
    webNodes: 1,
    members: 1,
    routers: 1,
  },
  small: {
    title: "two web nodes, one database: the database is a single point of failure",
    webNodes: 2,
    members: 1,
    routers: 2,
  },
  ha: {
    title: "two web nodes, three database members: any one server may fail",
    webNodes: 2,
    members: 3,
    routers: 2,
  },
};

/** The values of a config that says nothing; the counts come from the preset. */
export const defaults = {
  name: "lampstand",
  preset: "ha",
  app: { path: "app", documentRoot: "", writableFolders: [] },
  web: {
    memoryMb: 256,
    requestWorkers: 24,
    phpExtensions: [],
    phpIni: {},
    htaccess: true,
    environment: {},
    extraPackages: [],
  },
  loadBalancer: {
    httpPort: 8080,
    httpsPort: 8443,
    statusPort: 8404,
    algorithm: "leastconn",
    redirectToHttps: false,
    maxRequestBodyMb: 64,
    requestTimeoutSeconds: 30,
  },
  database: { memoryMb: 640, name: "app", user: "app", init: undefined },
} as const satisfies Config;

/**
 * Fills in preset and defaults.
 * @throws {ConfigError} with every problem at once, where the config isn't valid.
 */
export function resolveConfig(input: unknown): ResolvedConfig {
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) throw new ConfigError(explainIssues(parsed.error.issues, input));
  const resolved = fill(parsed.data);
  const problems = [...contradictions(resolved), ...samePorts(resolved), ...overlaps(resolved)];
  if (problems.length > 0) throw new ConfigError(problems);
  return resolved;
}

function fill(config: Config): ResolvedConfig {
  const presetName = config.preset ?? defaults.preset;
  const preset = presets[presetName];
  return {
    name: config.name ?? defaults.name,
    preset: presetName,
    app: { ...defaults.app, ...defined(config.app) },
    web: { ...defaults.web, nodes: preset.webNodes, ...defined(config.web) },
    loadBalancer: { ...defaults.loadBalancer, ...defined(config.loadBalancer) },
    database: {
      ...defaults.database,
      members: preset.members,
      routers: preset.routers,
      ...defined(config.database),
    },
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the fields that are present but undefined: they must not overwrite a default. */
function defined<T extends object>(fields: T | undefined): Partial<Defined<T>> {
  const kept: Partial<Defined<T>> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>;
  }
  return kept;
}

function contradictions(config: ResolvedConfig): Problem[] {
  const preset = presets[config.preset];
  const promise = `preset "${config.preset}" means ${preset.title}`;
  const given: readonly { path: string; value: number; presetValue: number; mayExceed: boolean }[] = [
    {
      path: "web.nodes",
      value: config.web.nodes,
      presetValue: preset.webNodes,
      mayExceed: config.preset !== "lab",
    },
    {
      path: "database.members",
      value: config.database.members,
      presetValue: preset.members,
      mayExceed: config.preset === "ha",
    },
    {
      path: "database.routers",
      value: config.database.routers,
      presetValue: preset.routers,
      mayExceed: config.preset === "ha",
    },
  ];
  return given
    .filter(
      (field) => field.value < field.presetValue || (field.value > field.presetValue && !field.mayExceed),
    )
    .map((field) => ({
      path: field.path,
      given: `got ${field.value}, but ${promise}`,
      allowed: field.mayExceed ? `${field.presetValue} or more` : `${field.presetValue}`,
      hint: `leave it out, or choose another preset (${Object.keys(presets).join(", ")})`,
    }));
}

function samePorts(config: ResolvedConfig): Problem[] {
  const { httpPort, httpsPort, statusPort } = config.loadBalancer;
  const seen = new Map<number, string>();
  const problems: Problem[] = [];
  for (const [field, value] of Object.entries({ httpPort, httpsPort, statusPort })) {
    const first = seen.get(value);
    if (first === undefined) seen.set(value, field);
    else
      problems.push({
        path: `loadBalancer.${field}`,
        given: `got ${value}, which loadBalancer.${first} has already`,
        allowed: "a port of its own",
        hint: `for example ${freePort(value, [httpPort, httpsPort, statusPort])}`,
      });
  }
  return problems;
}

/** The next port after `port` that none of the others has; below it where there is none above. */
function freePort(port: number, taken: readonly number[]): number {
  const step = port + taken.length > 65535 ? -1 : 1;
  let free = port;
  while (taken.includes(free)) free += step;
  return free;
}

function overlaps(config: ResolvedConfig): Problem[] {
  const folders = config.app.writableFolders;
  return folders.flatMap((folder, index) =>
    folders
      .filter(
        (other, otherIndex) =>
          otherIndex !== index && (folder === other ? otherIndex < index : folder.startsWith(`${other}/`)),
      )
      .map((other) => ({
        path: `app.writableFolders.${index}`,
        given: `got "${folder}", which is in "${other}" already`,
        allowed: "folders that are not in each other",
        hint: `leave "${folder}" out`,
      })),
  );
}
