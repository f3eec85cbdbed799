import { droplets } from "./droplet-sizes.ts";

export interface Region {
  readonly slug: string;
  readonly name: string;
  readonly features: readonly string[];
  readonly available: boolean;
  readonly sizes: readonly string[];
}

const features = ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"];

const names: Readonly<Record<string, string>> = {
  nyc1: "New York 1",
  nyc2: "New York 2",
  nyc3: "New York 3",
  ams3: "Amsterdam 3",
  sfo2: "San Francisco 2",
  sfo3: "San Francisco 3",
  sgp1: "Singapore 1",
  lon1: "London 1",
  fra1: "Frankfurt 1",
  tor1: "Toronto 1",
  blr1: "Bangalore 1",
  syd1: "Sydney 1",
  atl1: "Atlanta 1",
  ric1: "Richmond 1",
};

export const regions: readonly Region[] = Object.entries(names).map(([slug, name]) => ({
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
