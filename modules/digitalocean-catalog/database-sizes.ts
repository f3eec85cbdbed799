/** A plan of managed MySQL; the price is for each node. */
export interface DatabaseSize {
  readonly slug: string;
  readonly vcpus: number;
  readonly memoryMb: number;
  /** Per node, in US dollars a month; undefined: not in the list that these data come from. */
  readonly monthlyUsd: number | undefined;
  /** Nodes that a cluster of this plan may have: plans of 1 GiB take no standby. */
  readonly maxNodes: 1 | 3;
}

type Row = readonly [slug: string, vcpus: number, memoryGb: number, monthlyUsd?: number];

/** The plans that the API reference lists for MySQL 8 (GET /v2/databases/options). */
const rows: readonly Row[] = [
  ["db-s-1vcpu-1gb", 1, 1, 15.15],
  ["db-s-1vcpu-2gb", 1, 2, 30.45],
  ["db-s-2vcpu-4gb", 2, 4, 60.9],
  ["db-s-4vcpu-8gb", 4, 8, 121.8],
  ["db-s-6vcpu-16gb", 6, 16, 243.6],
  ["db-amd-1vcpu-1gb", 1, 1],
  ["db-amd-1vcpu-2gb", 1, 2],
  ["db-amd-2vcpu-4gb", 2, 4],
  ["db-amd-2vcpu-8gb", 2, 8],
  ["db-amd-4vcpu-8gb", 4, 8],
  ["db-amd-4vcpu-16gb", 4, 16],
  ["db-amd-8vcpu-32gb", 8, 32],
  ["db-amd-16vcpu-64gb", 16, 64],
  ["db-intel-1vcpu-1gb", 1, 1],
  ["db-intel-1vcpu-2gb", 1, 2],
  ["db-intel-2vcpu-4gb", 2, 4],
  ["db-intel-2vcpu-8gb", 2, 8],
  ["db-intel-4vcpu-8gb", 4, 8],
  ["db-intel-4vcpu-16gb", 4, 16],
  ["db-intel-8vcpu-32gb", 8, 32],
  ["db-intel-16vcpu-64gb", 16, 64],
  ["gd-2vcpu-8gb", 2, 8],
  ["gd-4vcpu-16gb", 4, 16],
  ["gd-8vcpu-32gb", 8, 32],
  ["gd-16vcpu-64gb", 16, 64],
  ["gd-32vcpu-128gb", 32, 128],
  ["gd-40vcpu-160gb", 40, 160],
  ["so1_5-2vcpu-16gb", 2, 16],
  ["so1_5-4vcpu-32gb", 4, 32],
  ["so1_5-8vcpu-64gb", 8, 64],
  ["so1_5-16vcpu-128gb", 16, 128],
  ["so1_5-24vcpu-192gb", 24, 192],
  ["so1_5-32vcpu-256gb", 32, 256],
];

export const databaseSizes: readonly DatabaseSize[] = rows.map(([slug, vcpus, memoryGb, monthlyUsd]) => ({
  slug,
  vcpus,
  memoryMb: memoryGb * 1024,
  monthlyUsd,
  maxNodes: memoryGb === 1 ? 1 : 3,
}));
