import { isIP } from "node:net";

/** An IPv4 network. */
export interface Network {
  /** As it was given, as a number: its first address, unless host bits are set. */
  readonly address: number;
  readonly prefix: number;
}

/** Whether a text is an IPv4 or IPv6 network in CIDR form, such as 192.0.2.0/24. */
export function isCidr(text: string): boolean {
  const [address = "", prefix = "", ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes("%")) return false;
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** The network that an IPv4 range in CIDR form names; undefined where it is none. */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", prefix = ""] = text.split("/");
  if (!isCidr(text) || isIP(address) !== 4) return undefined;
  return {
    address: address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0),
    prefix: Number(prefix),
  };
}

/** How many addresses a network of that prefix has. */
export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** The first address of a network, as a number. */
export function firstAddress({ address, prefix }: Network): number {
  return address - (address % sizeOf(prefix));
}

/** Whether the two have an address in common. */
export function overlap(one: Network, other: Network): boolean {
  const prefix = Math.min(one.prefix, other.prefix);
  return firstAddress({ ...one, prefix }) === firstAddress({ ...other, prefix });
}

/** The same for texts in CIDR form; false where one is no IPv4 network. */
export function sharesAddresses(one: string, other: string): boolean {
  const [first, second] = [parseNetwork(one), parseNetwork(other)];
  return first !== undefined && second !== undefined && overlap(first, second);
}

const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap(
  (text) => parseNetwork(text) ?? [],
);

/** Whether all of it is within the private ranges of RFC 1918. */
export function isPrivate(network: Network): boolean {
  return privateNetworks.some((outer) => network.prefix >= outer.prefix && overlap(network, outer));
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}

/** The network as it is written: its first address and its prefix. */
export function networkText(network: Network): string {
  return `${addressText(firstAddress(network))}/${network.prefix}`;
}

export function netmaskText(prefix: number): string {
  return addressText(2 ** 32 - sizeOf(prefix));
}
