import { BlockList, isIPv4 } from "node:net";

/** Whether two IPv4 networks in CIDR form have an address in common. */
export function sharesAddresses(one: string, other: string): boolean {
  return contains(one, firstOf(other)) || contains(other, firstOf(one));
}

function firstOf(network: string): string {
  return network.split("/")[0] ?? "";
}

function contains(network: string, address: string): boolean {
  const [start = "", prefix = ""] = network.split("/");
  if (!isIPv4(start) || !isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(start, Number(prefix));
  return list.check(address);
}
