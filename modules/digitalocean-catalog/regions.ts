/** A region where a whole stack can be created. */
export interface Region {
  readonly slug: string;
  readonly name: string;
}

/**
 * The regions that offer droplets, managed MySQL and load balancers whose nodes can be counted. nyc2 isn't among them:
 * its balancers take no number of nodes (API reference, `size_unit`). sfo2 takes no new customers.
 */
export const regions = [
  { slug: "ams3", name: "Amsterdam" },
  { slug: "atl1", name: "Atlanta" },
  { slug: "blr1", name: "Bangalore" },
  { slug: "fra1", name: "Frankfurt" },
  { slug: "lon1", name: "London" },
  { slug: "nyc1", name: "New York" },
  { slug: "nyc3", name: "New York" },
  { slug: "ric1", name: "Richmond" },
  { slug: "sfo2", name: "San Francisco" },
  { slug: "sfo3", name: "San Francisco" },
  { slug: "sgp1", name: "Singapore" },
  { slug: "syd1", name: "Sydney" },
  { slug: "tor1", name: "Toronto" },
] as const satisfies readonly Region[];

/** The regions of Spaces, DigitalOcean's object storage. */
export const spacesRegions = [
  "ams3",
  "atl1",
  "blr1",
  "fra1",
  "lon1",
  "nyc3",
  "sfo2",
  "sfo3",
  "sgp1",
  "syd1",
  "tor1",
] as const;
