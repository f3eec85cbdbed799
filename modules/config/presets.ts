import type { Config } from "./config.ts";
import type { PresetName } from "./schema.ts";

export interface Preset {
  readonly title: string;
  readonly webNodes: number;
  readonly members: number;
  readonly routers: number;
  /** Nodes of the managed services, and the database's size, on the cloud target. */
  readonly cloud: {
    readonly loadBalancerNodes: number;
    readonly databaseNodes: number;
    readonly databaseSize: string;
  };
}

/** What each preset deploys. A config may go beyond `ha`, but may not contradict the preset it names. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  lab: {
    title: "one web node, one database: every server is a single point of failure",
    webNodes: 1,
    members: 1,
    routers: 1,
    cloud: { loadBalancerNodes: 1, databaseNodes: 1, databaseSize: "db-s-1vcpu-1gb" },
  },
  small: {
    title: "two web nodes, one database: the database is a single point of failure",
    webNodes: 2,
    members: 1,
    routers: 2,
    cloud: { loadBalancerNodes: 2, databaseNodes: 1, databaseSize: "db-s-1vcpu-1gb" },
  },
  ha: {
    title: "two web nodes, three database members: any one server may fail",
    webNodes: 2,
    members: 3,
    routers: 2,
    // A standby needs a plan of 2 GiB at least.
    cloud: { loadBalancerNodes: 2, databaseNodes: 2, databaseSize: "db-s-1vcpu-2gb" },
  },
};

/** The values of an empty config; the counts come from the preset. */
export const defaults = {
  name: "lampstand",
  preset: "ha",
  app: { path: "app", documentRoot: "", writableFolders: [], git: undefined, archive: undefined },
  web: {
    autoscale: undefined,
    memoryMb: 256,
    requestWorkers: 24,
    maxUploadMb: 16,
    phpExtensions: [],
    phpIni: {},
    apache: undefined,
    htaccess: true,
    environment: {},
    databaseEnvironment: {},
    secrets: {},
    extraPackages: [],
  },
  loadBalancer: {
    listen: ["127.0.0.1"],
    httpPort: 8080,
    httpsPort: 8443,
    statusPort: 8404,
    trustedProxies: [],
    certificate: undefined,
    algorithm: "leastconn",
    redirectToHttps: false,
    hosts: [],
    hsts: false,
    maxRequestBodyMb: 64,
    retry: "safe",
    requestTimeoutSeconds: 30,
  },
  database: { memoryMb: 640, name: "app", user: "app", init: undefined, strict: false, settings: {} },
  cloud: {
    region: "fra1",
    webSize: "s-1vcpu-1gb",
    readReplica: false,
    addressRange: "10.110.0.0/20",
    domain: undefined,
    certificate: undefined,
    alertEmail: undefined,
    sshKeys: [],
    sshSources: [],
    maintenance: { day: "sunday", hour: "03:00" },
    proxy: undefined,
    metricsAgent: false,
    state: undefined,
  },
} as const satisfies Config;
