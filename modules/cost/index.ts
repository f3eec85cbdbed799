import type { ResolvedConfig } from "../config/index.ts";
import {
  balancerNodeMonthlyUsd,
  databaseSizes,
  dropletSizes,
  extraTransferUsdPerGib,
  findDropletSize,
  priceSources,
  type Source,
} from "../digitalocean-catalog/index.ts";
import type { CloudRole } from "../topology/index.ts";

/** Fewest and most; the same where nothing scales by itself. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** One thing that costs. */
export interface CostLine {
  readonly role: CloudRole;
  /** e.g. `web nodes, s-1vcpu-1gb` */
  readonly what: string;
  readonly count: Range;
  /** US dollars a month; undefined: the price isn't known. */
  readonly unitMonthlyUsd: number | undefined;
  readonly monthlyUsd: Range | undefined;
  readonly source: Source;
}

export interface CostEstimate {
  readonly lines: readonly CostLine[];
  /** Sum of the lines whose price is known, US dollars a month. */
  readonly monthlyUsd: Range;
  /** Whether every line's price is known. */
  readonly isComplete: boolean;
  /** The oldest of the price lists that were used. */
  readonly priceDate: string;
  /** What is included, what isn't, and what costs nothing; a sentence each. */
  readonly notes: readonly string[];
}

/** Prices in US dollars a month. */
export interface Prices {
  readonly droplets: { readonly bySlug: ReadonlyMap<string, number>; readonly source: Source };
  readonly databases: { readonly bySlug: ReadonlyMap<string, number>; readonly source: Source };
  readonly balancerNode: { readonly monthlyUsd: number; readonly source: Source };
}

/** The built-in, dated list. An account's own list of sizes is newer: give it in the place of `droplets`. */
export const listedPrices: Prices = {
  droplets: {
    bySlug: new Map(dropletSizes.map(({ slug, monthlyUsd }) => [slug, monthlyUsd])),
    source: priceSources.droplets,
  },
  databases: {
    bySlug: new Map(
      databaseSizes.flatMap(({ slug, monthlyUsd }) => (monthlyUsd === undefined ? [] : [[slug, monthlyUsd]])),
    ),
    source: priceSources.databases,
  },
  balancerNode: { monthlyUsd: balancerNodeMonthlyUsd, source: priceSources.balancers },
};

/** What the config's cloud stack costs a month, by line, in US dollars without taxes. */
export function estimateCost(config: ResolvedConfig, prices: Prices = listedPrices): CostEstimate {
  const lines = costLines(config, prices);
  const known = lines.flatMap(({ monthlyUsd }) => monthlyUsd ?? []);
  return {
    lines,
    monthlyUsd: {
      min: cents(known.reduce((sum, { min }) => sum + min, 0)),
      max: cents(known.reduce((sum, { max }) => sum + max, 0)),
    },
    isComplete: known.length === lines.length,
    priceDate: lines.map(({ source }) => source.date).reduce((a, b) => (a < b ? a : b)),
    notes: notes(config),
  };
}

function costLines({ web, cloud }: ResolvedConfig, prices: Prices): CostLine[] {
  const webNodes = web.autoscale ?? { min: web.nodes, max: web.nodes };
  const droplet = prices.droplets.bySlug.get(cloud.webSize);
  const databaseNode = prices.databases.bySlug.get(cloud.databaseSize);
  const { balancerNode, droplets, databases } = prices;
  return [
    line(
      "load-balancer",
      "load balancer, nodes",
      cloud.loadBalancerNodes,
      balancerNode.monthlyUsd,
      balancerNode.source,
    ),
    line("web", `web nodes, ${cloud.webSize}`, webNodes, droplet, droplets.source),
    line("database-cluster", `database, primary, ${cloud.databaseSize}`, 1, databaseNode, databases.source),
    ...(cloud.databaseNodes === 1
      ? []
      : [
          line(
            "database-cluster",
            `database, standby nodes, ${cloud.databaseSize}`,
            cloud.databaseNodes - 1,
            databaseNode,
            databases.source,
          ),
        ]),
    ...(cloud.readReplica
      ? [line("database-replica", `read replica, ${cloud.databaseSize}`, 1, databaseNode, databases.source)]
      : []),
  ];
}

function line(
  role: CloudRole,
  what: string,
  counted: Range | number,
  unitMonthlyUsd: number | undefined,
  source: Source,
): CostLine {
  const count =
    typeof counted === "number" ? { min: counted, max: counted } : { min: counted.min, max: counted.max };
  const monthlyUsd =
    unitMonthlyUsd === undefined
      ? undefined
      : { min: cents(count.min * unitMonthlyUsd), max: cents(count.max * unitMonthlyUsd) };
  return { role, what, count, unitMonthlyUsd, monthlyUsd, source };
}

/** Without the dust of binary fractions. */
function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function notes({ web, cloud }: ResolvedConfig): string[] {
  const webNodes = web.autoscale?.min ?? web.nodes;
  const transferTb = (findDropletSize(cloud.webSize)?.transferTb ?? 0) * webNodes;
  return [
    "Included: daily backups of the database, kept for seven days, with recovery to any moment of them.",
    "Not included: backups of web nodes. They hold nothing that a new one wouldn't have.",
    `Included: ${transferTb} TiB of outgoing traffic a month; more is ${extraTransferUsdPerGib} dollars a GiB.`,
    "Free: the network (VPC), firewalls, certificate, DNS records, alerts and the first uptime check.",
    "A change that replaces web nodes has old and new ones for some minutes, billed by the second.",
    ...(cloud.databaseNodes === 1 ? ["No standby node: a failed database is rebuilt from its backup."] : []),
    ...(cloud.state === undefined
      ? []
      : [
          "Not included: Spaces, which keeps Terraform's state; 5 dollars a month where the account has none.",
        ]),
    "Without taxes.",
  ];
}
