import { dropletSizes, regionsOfDropletSize } from "../../modules/digitalocean-catalog/index.ts";
import { everywhere } from "./region-names.ts";

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

/** The oldest sites have no premium processors. */
const premium = everywhere.filter((slug) => slug !== "nyc2" && slug !== "sfo2");

/** DigitalOcean bills at most 672 hours a month. */
const HOURS = 672;

/** What an account is offered: the plans that the stacks' own catalogue knows. */
export const droplets: readonly DropletSize[] = dropletSizes.map((plan) => {
  const family = familyOf(plan.slug);
  const isBasic = family === "Basic";
  return {
    slug: plan.slug,
    memory: plan.memoryMb,
    vcpus: plan.vcpus,
    disk: plan.diskGb,
    transfer: plan.transferTb,
    price_monthly: plan.monthlyUsd,
    price_hourly: Math.round((plan.monthlyUsd / HOURS) * 1e5) / 1e5,
    regions: regionsOfDropletSize(plan.slug) ?? (isBasic ? everywhere : premium),
    available: true,
    description: family,
    networking_throughput: isBasic ? 2000 : 4000,
    disk_info: [{ type: "local", size: { amount: plan.diskGb, unit: "gib" } }],
  };
});

function familyOf(slug: string): string {
  if (slug.endsWith("-amd")) return "Premium AMD";
  if (slug.endsWith("-intel")) return "Premium Intel";
  return slug.startsWith("s-") ? "Basic" : "Dedicated CPU";
}

const bySlug = new Map(droplets.map((each) => [each.slug, each]));

export function dropletSizeOf(slug: string): DropletSize | undefined {
  return bySlug.get(slug);
}
