/** What is known of DigitalOcean without asking it: dated data, used before an account is there to ask. */
import { type DatabaseSize, databaseSizes } from "./database-sizes.ts";
import { type DropletSize, dropletSizes } from "./droplet-sizes.ts";

export { type DatabaseSize, databaseSizes } from "./database-sizes.ts";
export { type DropletSize, dropletSizes, regionsOfDropletSize } from "./droplet-sizes.ts";
export {
  balancerNodeLimits,
  balancerNodeMonthlyUsd,
  extraTransferUsdPerGib,
  priceSources,
  type Source,
} from "./prices.ts";
export { type Region, regions, spacesRegions } from "./regions.ts";

export function findDropletSize(slug: string): DropletSize | undefined {
  return dropletSizes.find((size) => size.slug === slug);
}

export function findDatabaseSize(slug: string): DatabaseSize | undefined {
  return databaseSizes.find((size) => size.slug === slug);
}
