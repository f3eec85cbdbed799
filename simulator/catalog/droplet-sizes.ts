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

type Row = readonly [
  slug: string,
  memory: number,
  vcpus: number,
  disk: number,
  transfer: number,
  monthly: number,
];

/** The published prices of 2026-08. */
const basic: readonly Row[] = [
  ["s-1vcpu-512mb-10gb", 512, 1, 10, 0.5, 4],
  ["s-1vcpu-1gb", 1024, 1, 25, 1, 6],
  ["s-1vcpu-2gb", 2048, 1, 50, 2, 12],
  ["s-2vcpu-2gb", 2048, 2, 60, 3, 18],
  ["s-2vcpu-4gb", 4096, 2, 80, 4, 24],
  ["s-4vcpu-8gb", 8192, 4, 160, 5, 48],
  ["s-8vcpu-16gb", 16384, 8, 320, 6, 96],
];
const amd: readonly Row[] = [
  ["s-1vcpu-1gb-amd", 1024, 1, 25, 1, 7],
  ["s-1vcpu-2gb-amd", 2048, 1, 50, 2, 14],
  ["s-2vcpu-2gb-amd", 2048, 2, 60, 3, 21],
  ["s-2vcpu-4gb-amd", 4096, 2, 80, 4, 28],
  ["s-4vcpu-8gb-amd", 8192, 4, 160, 5, 56],
  ["s-8vcpu-16gb-amd", 16384, 8, 320, 6, 112],
];
const intel: readonly Row[] = [
  ["s-1vcpu-1gb-intel", 1024, 1, 25, 1, 7],
  ["s-1vcpu-2gb-intel", 2048, 1, 50, 2, 14],
  ["s-2vcpu-2gb-intel", 2048, 2, 60, 3, 21],
  ["s-2vcpu-4gb-intel", 4096, 2, 80, 4, 28],
  ["s-4vcpu-8gb-intel", 8192, 4, 160, 5, 56],
  ["s-8vcpu-16gb-intel", 16384, 8, 320, 6, 112],
];
const dedicated: readonly Row[] = [
  ["c-2", 4096, 2, 25, 4, 42],
  ["c-4", 8192, 4, 50, 5, 84],
  ["c-8", 16384, 8, 100, 6, 168],
  ["g-2vcpu-8gb", 8192, 2, 25, 4, 63],
  ["g-4vcpu-16gb", 16384, 4, 50, 5, 126],
  ["g-8vcpu-32gb", 32768, 8, 100, 6, 252],
  ["m-2vcpu-16gb", 16384, 2, 50, 4, 84],
  ["m-4vcpu-32gb", 32768, 4, 100, 6, 168],
];

export const droplets: readonly DropletSize[] = [
  ...basic.map((row) => size(row, "Basic", everywhere)),
  ...amd.map((row) => size(row, "Premium AMD", premium)),
  ...intel.map((row) => size(row, "Premium Intel", premium)),
  ...dedicated.map((row) => size(row, "Dedicated CPU", premium)),
];

function size(row: Row, description: string, regions: readonly string[]): DropletSize {
  const [slug, memory, vcpus, disk, transfer, monthly] = row;
  return {
    slug,
    memory,
    vcpus,
    disk,
    transfer,
    price_monthly: monthly,
    price_hourly: Math.round((monthly / HOURS) * 1e5) / 1e5,
    regions,
    available: true,
    description,
    networking_throughput: description === "Basic" ? 2000 : 4000,
    disk_info: [{ type: "local", size: { amount: disk, unit: "gib" } }],
  };
}

const bySlug = new Map(droplets.map((each) => [each.slug, each]));

export function dropletSizeOf(slug: string): DropletSize | undefined {
  return bySlug.get(slug);
}
