/** An IPv4 range. */
export interface AddressRange {
  /** The first address as a number. */
  readonly first: number;
  readonly prefix: number;
}

/** @returns undefined where the text is no range, or its host bits are set. */
export function parseRange(text: string): AddressRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % sizeOf(prefix) === 0 ? { first, prefix } : undefined;
}

export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first < other.first + sizeOf(other.prefix) && other.first < one.first + sizeOf(one.prefix);
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap(
  (text) => parseRange(text) ?? [],
);

/** Within the ranges of RFC 1918. */
export function isPrivate({ first, prefix }: AddressRange): boolean {
  return privateRanges.some(
    (range) => prefix >= range.prefix && first >= range.first && first < range.first + sizeOf(range.prefix),
  );
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function netmaskText(prefix: number): string {
  return addressText(2 ** 32 - sizeOf(prefix));
}
