import { z } from "zod";
import { numberOf } from "../account/ids.ts";
import type { DnsRecord, Domain } from "../account/networks.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { urnOf } from "../urn.ts";
import { assign, release } from "./projects.ts";

const NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/;
const creation = z.object({ name: z.string(), ip_address: z.string().nullish() });
const DEFAULT_TTL = 1800;

function create(call: Call): Reply {
  const requested = parse(call, creation);
  const name = requested.name.toLowerCase();
  if (!NAME.test(name)) throw unprocessable(`domain '${requested.name}': name is not a valid domain name`);
  if (name in call.state.domains) throw unprocessable(`domain '${name}': name already exists`);
  const { state, records } = firstRecords(call.state, requested.ip_address ?? undefined);
  const domain: Domain = { name, ttl: DEFAULT_TTL, records };
  const after = assign(
    { ...state, domains: put(state.domains, name, domain) },
    call.now,
    urnOf("domain", name),
    undefined,
  );
  return created(after, { domain: { name, ttl: DEFAULT_TTL, zone_file: null } });
}

/** What each new domain gets: its start of authority, DigitalOcean's name servers, and an address if one was given. */
function firstRecords(
  before: State,
  address: string | undefined,
): { readonly state: State; readonly records: readonly DnsRecord[] } {
  const rows: readonly Pick<DnsRecord, "type" | "data">[] = [
    { type: "SOA", data: String(DEFAULT_TTL) },
    ...["ns1", "ns2", "ns3"].map((server) => ({ type: "NS", data: `${server}.digitalocean.com` })),
    ...(address === undefined || address === "" ? [] : [{ type: "A", data: address }]),
  ];
  let state = before;
  const records = rows.map((row): DnsRecord => {
    const next = nextSerial(state);
    state = next.state;
    return {
      ...row,
      id: numberOf(next.serial),
      name: "@",
      priority: null,
      port: null,
      ttl: DEFAULT_TTL,
      weight: null,
      flags: null,
      tag: null,
    };
  });
  return { state, records };
}

export function domainOf(call: Call): Domain {
  return found(call.state.domains[param(call, "domain_name")]);
}

function remove(call: Call): Reply {
  const { name } = domainOf(call);
  const state = release(call.state, urnOf("domain", name));
  return noContent({ ...state, domains: without(state.domains, name) });
}

function shown(domain: Domain): object {
  return { name: domain.name, ttl: domain.ttl, zone_file: zoneFile(domain.name, domain.records) };
}

export const domainRoutes: readonly Route[] = [
  route("GET", "/v2/domains", (call) => page(call, "domains", Object.values(call.state.domains), shown)),
  route("POST", "/v2/domains", create),
  route("GET", "/v2/domains/{domain_name}", (call) => ok(call.state, { domain: shown(domainOf(call)) })),
  route("DELETE", "/v2/domains/{domain_name}", remove),
];

/** The zone as a name server would read it. */
function zoneFile(domain: string, records: readonly DnsRecord[]): string {
  const lines = records
    .filter(({ type }) => type !== "SOA")
    .map(({ name, ttl, type, priority, data }) => {
      const host = name === "@" ? `${domain}.` : `${name}.${domain}.`;
      const value = type === "MX" ? `${priority ?? 0} ${data}` : data;
      return `${host} ${ttl} IN ${type} ${value}`;
    });
  return `${[`$ORIGIN ${domain}.`, ...lines].join("\n")}\n`;
}
