export interface Image {
  readonly id: number;
  readonly name: string;
  readonly distribution: string;
  readonly slug: string;
  readonly public: boolean;
  readonly regions: readonly string[];
  readonly created_at: string;
  /** GiB. */
  readonly min_disk_size: number;
  readonly type: "base";
  readonly size_gigabytes: number;
  readonly description: string;
  readonly tags: readonly string[];
  readonly status: "available";
}

const regions = [
  "nyc1",
  "nyc2",
  "nyc3",
  "ams3",
  "sfo2",
  "sfo3",
  "sgp1",
  "lon1",
  "fra1",
  "tor1",
  "blr1",
  "syd1",
  "atl1",
  "ric1",
];

export const images: readonly Image[] = [
  image(195932981, "Debian", "debian-13-x64", "13 x64"),
  image(174955028, "Debian", "debian-12-x64", "12 x64"),
  image(195932970, "Ubuntu", "ubuntu-24-04-x64", "24.04 (LTS) x64"),
  image(195932962, "Ubuntu", "ubuntu-22-04-x64", "22.04 (LTS) x64"),
  image(195932990, "Fedora", "fedora-42-x64", "42 x64"),
  image(195932995, "Rocky Linux", "rockylinux-9-x64", "9 x64"),
];

function image(id: number, distribution: string, slug: string, name: string): Image {
  return {
    id,
    name,
    distribution,
    slug,
    public: true,
    regions,
    created_at: "2026-08-09T00:00:00Z",
    min_disk_size: 7,
    type: "base",
    size_gigabytes: 0.6,
    description: `${distribution} ${name}`,
    tags: [],
    status: "available",
  };
}

/** By slug or by number, as the API takes either. */
export function imageOf(given: string | number): Image | undefined {
  return images.find(({ id, slug }) => slug === given || String(id) === String(given));
}
