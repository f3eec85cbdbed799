import type { Target } from "../topology/index.ts";
import { type CapacityInputs, capacityInputs, type Page } from "./inputs.ts";
import {
  type CapacityConfig,
  cloudLimits,
  demandOf,
  flushLimit,
  hostLimit,
  type Limit,
  perSecond,
  workerLimit,
} from "./limits.ts";

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

/**
 * Pages a second that the stack carries at most, and what it runs out of first: the lowest of what each resource
 * allows, which is its supply divided by what one page asks of it. An estimate to plan with, not a promise.
 */
export function estimateCapacity(
  config: CapacityConfig,
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
  const flushes = flushLimit(target === "local" ? config.database.members : 1, page, inputs);
  const limits = [...found, worker, flushes].sort((a, b) => a.pagesPerSecond - b.pagesPerSecond);
  const bottleneck = limits[0] ?? worker;
  return { webNodes, pagesPerSecond: Math.floor(bottleneck.pagesPerSecond), bottleneck, limits };
}

/** Statements that the database answers each second when that many pages are made. */
export function queriesPerSecond(page: Pick<Page, "reads" | "writes">, pagesPerSecond: number): number {
  return Math.floor((page.reads + page.writes) * pagesPerSecond);
}

/** Visitors a second who can open a TLS connection. One that stays open serves many requests. */
export function handshakesPerSecond(
  { cloud }: Pick<CapacityConfig, "cloud">,
  target: Target,
  { hostCores = 2, inputs = capacityInputs }: Pick<CapacityOptions, "hostCores" | "inputs"> = {},
): number {
  const found =
    target === "local"
      ? perSecond(hostCores, inputs.tlsHandshake.value)
      : cloud.loadBalancerNodes * inputs.balancerNodeHandshakes.value;
  return Math.floor(found);
}
