import type { DnsRecord } from "../account/networks.ts";

/** The zone as a name server would read it. */
export function zoneFile(domain: string, records: readonly DnsRecord[]): string {
  const lines = records
    .filter(({ type }) => type !== "SOA")
    .map(({ name, ttl, type, priority, data }) => {
      const host = name === "@" ? `${domain}.` : `${name}.${domain}.`;
      const value = type === "MX" ? `${priority ?? 0} ${data}` : data;
      return `${host} ${ttl} IN ${type} ${value}`;
    });
  return `${[`$ORIGIN ${domain}.`, ...lines].join("\n")}\n`;
}
