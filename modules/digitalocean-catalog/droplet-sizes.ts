/** A droplet plan. */
export interface DropletSize {
  readonly slug: string;
  readonly vcpus: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  /** Outgoing traffic that is included, in TiB a month; all droplets of an account share theirs. */
  readonly transferTb: number;
  readonly monthlyUsd: number;
}

type Row = readonly [
  slug: string,
  vcpus: number,
  memoryMb: number,
  diskGb: number,
  transferTb: number,
  monthlyUsd: number,
];

/** Basic (s-), CPU-optimized (c-) and general purpose (g-) plans. */
const rows = [
  ["s-1vcpu-512mb-10gb", 1, 512, 10, 0.5, 4],
  ["s-1vcpu-1gb", 1, 1024, 25, 1, 6],
  ["s-1vcpu-2gb", 1, 2048, 50, 2, 12],
  ["s-2vcpu-2gb", 2, 2048, 60, 3, 18],
  ["s-2vcpu-4gb", 2, 4096, 80, 4, 24],
  ["s-4vcpu-8gb", 4, 8192, 160, 5, 48],
  ["s-8vcpu-16gb", 8, 16384, 320, 6, 96],
  ["s-1vcpu-1gb-amd", 1, 1024, 25, 1, 7],
  ["s-1vcpu-2gb-amd", 1, 2048, 50, 2, 14],
  ["s-2vcpu-2gb-amd", 2, 2048, 60, 3, 21],
  ["s-2vcpu-4gb-amd", 2, 4096, 80, 4, 28],
  ["s-4vcpu-8gb-amd", 4, 8192, 160, 5, 56],
  ["s-8vcpu-16gb-amd", 8, 16384, 320, 6, 112],
  ["s-1vcpu-1gb-intel", 1, 1024, 25, 1, 7],
  ["s-1vcpu-2gb-intel", 1, 2048, 50, 2, 14],
  ["s-2vcpu-2gb-intel", 2, 2048, 60, 3, 21],
  ["s-2vcpu-4gb-intel", 2, 4096, 80, 4, 28],
  ["s-4vcpu-8gb-intel", 4, 8192, 160, 5, 56],
  ["s-8vcpu-16gb-intel", 8, 16384, 320, 6, 112],
  ["c-2", 2, 4096, 25, 4, 42],
  ["c-4", 4, 8192, 50, 5, 84],
  ["c-8", 8, 16384, 100, 6, 168],
  ["c-16", 16, 32768, 200, 7, 336],
  ["c-32", 32, 65536, 400, 9, 672],
  ["g-2vcpu-8gb", 2, 8192, 25, 4, 63],
  ["g-4vcpu-16gb", 4, 16384, 50, 5, 126],
  ["g-8vcpu-32gb", 8, 32768, 100, 6, 252],
  ["g-16vcpu-64gb", 16, 65536, 200, 7, 504],
] as const satisfies readonly Row[];

export const dropletSizes: readonly DropletSize[] = rows.map(
  ([slug, vcpus, memoryMb, diskGb, transferTb, monthlyUsd]) => ({
    slug,
    vcpus,
    memoryMb,
    diskGb,
    transferTb,
    monthlyUsd,
  }),
);

/** The smallest plan is for a few regions only: read from an answer of the API of 2023-11-15, sfo2 from a later one. */
const regionsOf: Readonly<Record<string, readonly string[]>> = {
  "s-1vcpu-512mb-10gb": ["ams3", "fra1", "nyc1", "sfo2", "sfo3", "sgp1", "syd1"],
};

/** The regions that a size is known to be limited to; undefined: no limit is known. */
export function regionsOfDropletSize(slug: string): readonly string[] | undefined {
  return regionsOf[slug];
}
