export interface DatabaseSize {
  readonly slug: string;
  /** MiB. */
  readonly storageMib: number;
  /** Nodes from 1 to this. */
  readonly mostNodes: number;
  /** Its place in the list, smallest first. */
  readonly rank: number;
}

const GIB = 1024;

/** Slugs as documented for managed MySQL. A plan with 1 GB of memory has no standby nodes. */
const rows: readonly (readonly [slug: string, storageGib: number, mostNodes: number])[] = [
  ["db-s-1vcpu-1gb", 10, 1],
  ["db-s-1vcpu-2gb", 30, 3],
  ["db-s-2vcpu-4gb", 60, 3],
  ["db-s-4vcpu-8gb", 140, 3],
  ["db-s-6vcpu-16gb", 290, 3],
  ["db-s-8vcpu-32gb", 600, 3],
  ["db-s-16vcpu-64gb", 1120, 3],
  ["db-amd-1vcpu-1gb", 10, 1],
  ["db-amd-1vcpu-2gb", 30, 3],
  ["db-amd-2vcpu-4gb", 60, 3],
  ["db-amd-4vcpu-8gb", 140, 3],
  ["db-amd-8vcpu-16gb", 290, 3],
  ["db-intel-1vcpu-1gb", 10, 1],
  ["db-intel-1vcpu-2gb", 30, 3],
  ["db-intel-2vcpu-4gb", 60, 3],
  ["db-intel-4vcpu-8gb", 140, 3],
  ["db-intel-8vcpu-16gb", 290, 3],
  ["gd-2vcpu-8gb", 30, 3],
  ["gd-4vcpu-16gb", 60, 3],
  ["gd-8vcpu-32gb", 145, 3],
  ["m3-2vcpu-16gb", 300, 3],
  ["m3-4vcpu-32gb", 600, 3],
];

export const databaseSizes: readonly DatabaseSize[] = rows.map(([slug, storageGib, mostNodes], rank) => ({
  slug,
  storageMib: storageGib * GIB,
  mostNodes,
  rank,
}));

export const mysqlVersions: readonly string[] = ["8"];

const bySlug = new Map(databaseSizes.map((size) => [size.slug, size]));

export function databaseSizeOf(slug: string): DatabaseSize | undefined {
  return bySlug.get(slug);
}
