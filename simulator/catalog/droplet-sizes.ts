import { dropletSizes, regionsOfDropletSize } from "../../modules/digitalocean-catalog/index.ts";

export interface DropletSize {
  readonly slug: string;
  /** MiB. */
  readonly memory: number;
  readonly vcpus: number;
  /** GiB. */
  readonly disk: number;
  /** TB a month. */
  readonly transfer: number;
  /** US dollars. */
  readonly price_monthly: number;
  readonly price_hourly: number;
  readonly regions: readonly string[];
  readonly available: boolean;
  readonly description: string;
  /** Mbit/s. */
  readonly networking_throughput: number;
  readonly disk_info: readonly object[];
}

/** All regions; each has droplets and databases. */
export const everywhere: readonly string[] = [
  "ams3",
  "atl1",
  "blr1",
  "fra1",
  "lon1",
  "nyc1",
  "nyc2",
  "nyc3",
  "ric1",
  "sfo2",
  "sfo3",
  "sgp1",
  "syd1",
  "tor1",
];
/** The oldest sites have no premium processors. */
const premium = everywhere.filter((slug) => slug !== "nyc2" && slug !== "sfo2");

/** DigitalOcean bills at most 672 hours a month. */
const HOURS = 672;

/** What an account is offered: the plans that the stacks' own catalogue knows. */
export const droplets: readonly DropletSize[] = dropletSizes.map((plan) => {
  const { title, regions, networking_throughput } = familyOf(plan.slug);
  return {
    slug: plan.slug,
    memory: plan.memoryMb,
    vcpus: plan.vcpus,
    disk: plan.diskGb,
    transfer: plan.transferTb,
    price_monthly: plan.monthlyUsd,
    price_hourly: Math.round((plan.monthlyUsd / HOURS) * 1e5) / 1e5,
    regions: regionsOfDropletSize(plan.slug) ?? regions,
    available: true,
    description: title,
    networking_throughput,
    disk_info: [{ type: "local", size: { amount: plan.diskGb, unit: "gib" } }],
  };
});

function familyOf(slug: string) {
  if (slug.endsWith("-amd")) return { title: "Premium AMD", regions: premium, networking_throughput: 4000 };
  if (slug.endsWith("-intel"))
    return { title: "Premium Intel", regions: premium, networking_throughput: 4000 };
  if (slug.startsWith("s-")) return { title: "Basic", regions: everywhere, networking_throughput: 2000 };
  return { title: "Dedicated CPU", regions: premium, networking_throughput: 4000 };
}

const bySlug = new Map(droplets.map((each) => [each.slug, each]));

export function dropletSizeOf(slug: string): DropletSize | undefined {
  return bySlug.get(slug);
}
