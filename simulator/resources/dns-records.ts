export interface DnsRecord {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly data: string;
  readonly priority: number | null;
  readonly port: number | null;
  readonly ttl: number;
  readonly weight: number | null;
  readonly flags: number | null;
  readonly tag: string | null;
}

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
