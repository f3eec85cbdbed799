import type { ResolvedConfig } from "../config/index.ts";
import { findDatabaseSize, findDropletSize } from "../digitalocean-catalog/index.ts";
import type { Target } from "../topology/index.ts";
import type { CapacityInputs, Page } from "./inputs.ts";

export type Resource =
  | "host CPU"
  | "web CPU"
  | "load balancer"
  | "database reads"
  | "database writes"
  | "database connections"
  | "disk flushes"
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

/** What the capacity of a config depends on. */
export interface CapacityConfig {
  readonly web: Pick<ResolvedConfig["web"], "nodes" | "autoscale" | "memoryMb" | "requestWorkers">;
  readonly database: Pick<ResolvedConfig["database"], "members">;
  readonly cloud: Pick<
    ResolvedConfig["cloud"],
    "loadBalancerNodes" | "webSize" | "databaseSize" | "readReplica"
  >;
}

/** What one page asks of each part; of CPUs in us of one core. */
export interface Demand {
  readonly web: number;
  readonly databaseRead: number;
  readonly databaseWrite: number;
  /** Statements and connects that pass a router. */
  readonly statements: number;
  /** How long a page is in the making when nothing else runs, in us. */
  readonly durationMicros: number;
}

export function demandOf(page: Page, inputs: CapacityInputs): Demand {
  const { databaseShare, databaseRead, databaseConnect, writeFactor } = inputs;
  const onDatabase = databaseShare.value;
  const statements = page.reads + page.writes;
  const connects = page.connects * databaseConnect.value;
  const cpu = {
    web: page.webCpuMicros + (1 - onDatabase) * (statements * databaseRead.value + connects),
    databaseRead: onDatabase * (page.reads * databaseRead.value + connects),
    databaseWrite: onDatabase * page.writes * databaseRead.value * writeFactor.value,
  };
  return {
    ...cpu,
    statements: statements + page.connects,
    durationMicros: page.waitMs * 1000 + cpu.web + cpu.databaseRead + cpu.databaseWrite,
  };
}

/** On one machine all parts share its cores: more web nodes add redundancy, not speed. */
export function hostLimit(demand: Demand, hostCores: number, inputs: CapacityInputs): Limit {
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

export function cloudLimits(
  config: CapacityConfig,
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
    connectionLimit(databaseSize, demand, inputs),
  ];
}

/** A page occupies a process while it is made; there are as many as the config has, if they fit into memory. */
export function workerLimit(
  config: CapacityConfig,
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
  const pageMicros = demand.durationMicros;
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

/** Each process that makes a page holds a connection, so no more pages than that are in the making. */
function connectionLimit(databaseSize: string, demand: Demand, inputs: CapacityInputs): Limit {
  const connections = Math.floor(
    ((findDatabaseSize(databaseSize)?.memoryMb ?? 1024) / 1024) * inputs.connectionsPerGib.value,
  );
  return {
    resource: "database connections",
    pagesPerSecond:
      demand.statements === 0 ? Number.POSITIVE_INFINITY : perSecond(connections, demand.durationMicros),
    formula: `${connections} connections / ${micros(demand.durationMicros)}`,
    relief: "a larger cloud.databaseSize, or pages that close their connection early",
  };
}

/** A commit waits until it is on the disk; on one machine all members flush to the same one. */
export function flushLimit(membersOnDisk: number, page: Page, inputs: CapacityInputs): Limit {
  const { diskFlush, flushesPerCommit, commitsPerFlush } = inputs;
  const flushMicros = diskFlush.value * flushesPerCommit.value * membersOnDisk;
  const commitsPerSecond = perSecond(commitsPerFlush.value, flushMicros);
  return {
    resource: "disk flushes",
    pagesPerSecond: page.writes === 0 ? Number.POSITIVE_INFINITY : commitsPerSecond / page.writes,
    formula: `${commitsPerFlush.value} commits / (${flushesPerCommit.value * membersOnDisk} flushes x ${micros(diskFlush.value)}) / ${page.writes} writes`,
    relief: "a faster disk, or fewer and larger transactions",
  };
}

/** Cores that a plan's vCPUs are worth: those of basic plans (s-, db-) are shared. */
function coresOf(slug: string, vcpus: number, inputs: CapacityInputs): number {
  const isShared = /^(s|db)-/.test(slug);
  return Math.round(vcpus * (isShared ? inputs.sharedVcpu.value : 1) * 1000) / 1000;
}

export function perSecond(cores: number, cpuMicros: number): number {
  return (cores * 1_000_000) / cpuMicros;
}

function micros(value: number): string {
  return `${value.toFixed(1)} us`;
}
