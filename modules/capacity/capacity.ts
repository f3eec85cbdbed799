import type { ResolvedConfig } from "../config/index.ts";
import { findDatabaseSize, findDropletSize } from "../digitalocean-catalog/index.ts";
import type { Target } from "../topology/index.ts";
import { type CapacityInputs, capacityInputs, type Page } from "./inputs.ts";

export type Resource =
  | "host CPU"
  | "web CPU"
  | "load balancer"
  | "database reads"
  | "database writes"
  | "workers"
  | "memory";

/** How many pages a second one resource allows. */
export interface Limit {
  readonly resource: Resource;
  /** Pages a second; Infinity where a page doesn't use the resource. */
  readonly pagesPerSecond: number;
  /** The computation in words and numbers, e.g. `2 nodes x 1 vCPU x 0.6 cores / 59.0 us`. */
  readonly formula: string;
  /** What gives more of it. */
  readonly relief: string;
}

export interface CapacityEstimate {
  readonly webNodes: number;
  /** Pages a second, rounded down. */
  readonly pagesPerSecond: number;
  /** The first limit that is met. */
  readonly bottleneck: Limit;
  /** All of them, the lowest first. */
  readonly limits: readonly Limit[];
}

export interface CapacityOptions {
  /** @default the config's number, the fewest where it scales by itself */
  readonly webNodes?: number;
  /** Cores of the machine that the local stack is on. @default 2, as on the machine of the measurements */
  readonly hostCores?: number;
  /** @default the built-in ones */
  readonly inputs?: CapacityInputs;
}

/** What one page asks of each part, in us of one core. */
interface Demand {
  readonly web: number;
  readonly databaseRead: number;
  readonly databaseWrite: number;
  /** Statements and connects that pass a router. */
  readonly statements: number;
}

/**
 * Pages a second that the stack carries at most, and what it runs out of first: the lowest of what each resource
 * allows, which is its supply divided by what one page asks of it. An estimate to plan with, not a promise.
 */
export function estimateCapacity(
  config: ResolvedConfig,
  target: Target,
  page: Page,
  options: CapacityOptions = {},
): CapacityEstimate {
  const inputs = options.inputs ?? capacityInputs;
  const fewest = target === "cloud" ? (config.web.autoscale?.min ?? config.web.nodes) : config.web.nodes;
  const webNodes = options.webNodes ?? fewest;
  const demand = demandOf(page, inputs);
  const found =
    target === "local"
      ? [hostLimit(demand, options.hostCores ?? 2, inputs)]
      : cloudLimits(config, webNodes, demand, inputs);
  const worker = workerLimit(config, target, webNodes, page, demand, inputs);
  const limits = [...found, worker].sort((a, b) => a.pagesPerSecond - b.pagesPerSecond);
  const bottleneck = limits[0] ?? worker;
  return { webNodes, pagesPerSecond: Math.floor(bottleneck.pagesPerSecond), bottleneck, limits };
}

/** Statements that the database answers each second when that many pages are made. */
export function queriesPerSecond(page: Pick<Page, "reads" | "writes">, pagesPerSecond: number): number {
  return Math.floor((page.reads + page.writes) * pagesPerSecond);
}

function demandOf(page: Page, inputs: CapacityInputs): Demand {
  const { databaseShare, databaseRead, databaseConnect, writeFactor } = inputs;
  const onDatabase = databaseShare.value;
  const statements = page.reads + page.writes;
  const connects = page.connects * databaseConnect.value;
  return {
    web: page.webCpuMicros + (1 - onDatabase) * (statements * databaseRead.value + connects),
    databaseRead: onDatabase * (page.reads * databaseRead.value + connects),
    databaseWrite: onDatabase * page.writes * databaseRead.value * writeFactor.value,
    statements: statements + page.connects,
  };
}

/** On one machine all parts share its cores: more web nodes add redundancy, not speed. */
function hostLimit(demand: Demand, hostCores: number, inputs: CapacityInputs): Limit {
  const proxies = (1 + demand.statements) * inputs.proxyPass.value;
  const database = demand.databaseRead + demand.databaseWrite;
  return {
    resource: "host CPU",
    pagesPerSecond: perSecond(hostCores, demand.web + proxies + database),
    formula:
      `${hostCores} cores / (${micros(demand.web)} web + ${micros(proxies)} balancer and routers + ` +
      `${micros(database)} database)`,
    relief: "a machine with more cores; more web nodes share the same ones",
  };
}

function cloudLimits(
  config: ResolvedConfig,
  webNodes: number,
  demand: Demand,
  inputs: CapacityInputs,
): Limit[] {
  const { loadBalancerNodes, webSize, databaseSize, readReplica } = config.cloud;
  const webCores = coresOf(webSize, findDropletSize(webSize)?.vcpus ?? 1, inputs);
  const databaseCores = coresOf(databaseSize, findDatabaseSize(databaseSize)?.vcpus ?? 1, inputs);
  // Without a replica the primary does both.
  const onReader = demand.databaseRead + (readReplica ? 0 : demand.databaseWrite);
  const onPrimary = demand.databaseWrite + (readReplica ? 0 : demand.databaseRead);
  const requests = inputs.balancerNode.value;
  return [
    {
      resource: "web CPU",
      pagesPerSecond: webNodes * perSecond(webCores, demand.web),
      formula: `${webNodes} nodes x ${webCores} cores / ${micros(demand.web)}`,
      relief: "more web nodes, or a larger cloud.webSize",
    },
    {
      resource: "load balancer",
      pagesPerSecond: loadBalancerNodes * requests,
      formula: `${loadBalancerNodes} nodes x ${requests} requests a second`,
      relief: "a higher cloud.loadBalancerNodes",
    },
    {
      resource: "database reads",
      pagesPerSecond:
        demand.databaseRead === 0 ? Number.POSITIVE_INFINITY : perSecond(databaseCores, onReader),
      formula: `${databaseCores} cores of ${readReplica ? "the replica" : "the primary"} / ${micros(onReader)}`,
      relief: readReplica
        ? "a larger cloud.databaseSize"
        : "cloud.readReplica, or a larger cloud.databaseSize",
    },
    {
      resource: "database writes",
      pagesPerSecond:
        demand.databaseWrite === 0 ? Number.POSITIVE_INFINITY : perSecond(databaseCores, onPrimary),
      formula: `${databaseCores} cores of the primary / ${micros(onPrimary)}`,
      relief: "a larger cloud.databaseSize: only the primary writes, so more nodes don't help",
    },
  ];
}

/** A page occupies a process while it is made; there are as many as the config says, if they fit into memory. */
function workerLimit(
  config: ResolvedConfig,
  target: Target,
  webNodes: number,
  page: Page,
  demand: Demand,
  inputs: CapacityInputs,
): Limit {
  const memoryMb =
    target === "local" ? config.web.memoryMb : (findDropletSize(config.cloud.webSize)?.memoryMb ?? 0);
  const idleMb = (target === "local" ? inputs.containerMemory : inputs.systemMemory).value;
  const room = Math.max(0, Math.floor((memoryMb - idleMb) / page.memoryMb));
  const isShortOfMemory = room < config.web.requestWorkers;
  const workers = Math.min(room, config.web.requestWorkers);
  const pageMicros = page.waitMs * 1000 + demand.web + demand.databaseRead + demand.databaseWrite;
  return {
    resource: isShortOfMemory ? "memory" : "workers",
    pagesPerSecond: webNodes * perSecond(workers, pageMicros),
    formula: isShortOfMemory
      ? `${webNodes} nodes x ${workers} processes, (${memoryMb} - ${idleMb}) / ${page.memoryMb} MiB each, / ${micros(pageMicros)}`
      : `${webNodes} nodes x ${workers} processes / ${micros(pageMicros)}`,
    relief: isShortOfMemory
      ? `more web nodes, or more memory for each (${target === "local" ? "web.memoryMb" : "cloud.webSize"})`
      : "more web nodes, or a higher web.requestWorkers",
  };
}

/** Cores that a plan's vCPUs are worth: those of basic plans (s-, db-) are shared. */
function coresOf(slug: string, vcpus: number, inputs: CapacityInputs): number {
  const isShared = /^(s|db)-/.test(slug);
  return Math.round(vcpus * (isShared ? inputs.sharedVcpu.value : 1) * 1000) / 1000;
}

function perSecond(cores: number, cpuMicros: number): number {
  return (cores * 1_000_000) / cpuMicros;
}

function micros(value: number): string {
  return `${value.toFixed(1)} us`;
}
