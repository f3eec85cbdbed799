/** Where a list of prices or limits comes from, and how sure it is. */
export interface Source {
  readonly page: string;
  /** The day of the list, or of the newest copy of it that was read. */
  readonly date: string;
  readonly certainty: string;
}

export const priceSources = {
  droplets: {
    page: "https://www.digitalocean.com/pricing/droplets",
    date: "2026-09-30",
    certainty: "high for basic sizes: public readings of the list agree; others are of the list of 2025",
  },
  databases: {
    page: "https://www.digitalocean.com/pricing/managed-databases",
    date: "2026-09-30",
    certainty:
      "high for plans of 1 and 2 GiB with their smallest disk; 4 GiB is of an older list, 8 and 16 GiB are two and " +
      "four times that, within a few per cent; other plans are not in the list that was read",
  },
  balancers: {
    page: "https://www.digitalocean.com/pricing/load-balancers",
    date: "2026-07-13",
    certainty: "high: unchanged since the list of 2022",
  },
} as const satisfies Readonly<Record<string, Source>>;

/** US dollars a month for each node of a load balancer. */
export const balancerNodeMonthlyUsd = 12;

/** What one node of a load balancer takes. */
export const balancerNodeLimits = {
  requestsPerSecond: 10_000,
  connections: 10_000,
  /** With a key of 256-bit ECDSA or 2048-bit RSA. */
  newTlsConnectionsPerSecond: 250,
  source: {
    page: "https://docs.digitalocean.com/products/networking/load-balancers/how-to/scale/",
    date: "2026-07-13",
    certainty: "documented by the provider; not measured here",
  },
} as const;

/** Outgoing traffic beyond what the droplets include. */
export const extraTransferUsdPerGib = 0.01;
