import { droplets } from "./droplet-sizes.ts";
import { regionNames } from "./region-names.ts";

export interface Region {
  readonly slug: string;
  readonly name: string;
  readonly features: readonly string[];
  readonly available: boolean;
  readonly sizes: readonly string[];
}

const features = ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"];

export const regions: readonly Region[] = Object.entries(regionNames).map(([slug, name]) => ({
  slug,
  name,
  features,
  available: true,
  sizes: droplets.filter((size) => size.regions.includes(slug)).map((size) => size.slug),
}));

const bySlug = new Map(regions.map((region) => [region.slug, region]));

export function regionOf(slug: string): Region | undefined {
  return bySlug.get(slug);
}
