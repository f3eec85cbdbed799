import { isIP } from "node:net";

/** An IPv4 network as numbers. */
export interface Network {
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

/** The network that an IPv4 address range in CIDR form names; undefined where it is none. */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", prefix = ""] = text.split("/");
  if (!isCidr(text) || isIP(address) !== 4) return undefined;
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { address: number, prefix: Number(prefix) };
}

/** Whether the two have an address in common. */
export function overlap(a: Network, b: Network): boolean {
  const size = 2 ** (32 - Math.min(a.prefix, b.prefix));
  return Math.floor(a.address / size) === Math.floor(b.address / size);
}

/** The network as it is written: its first address and its prefix. */
export function networkText({ address, prefix }: Network): string {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return `${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join(".")}/${prefix}`;
}
