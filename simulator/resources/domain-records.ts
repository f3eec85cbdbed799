import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { numberOf } from "../account/ids.ts";
import type { DnsRecord, Domain } from "../account/networks.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put } from "../account/tables.ts";
import { found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { domainOf } from "./domains.ts";

const TYPES = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT"];
const SHORTEST_TTL = 30;
const request = z.object({
  type: z.string().optional(),
  name: z.string().optional(),
  data: z.string().optional(),
  priority: z.int().nullish(),
  port: z.int().nullish(),
  ttl: z.int().nullish(),
  weight: z.int().nullish(),
  flags: z.int().nullish(),
  tag: z.string().nullish(),
});

type Request = z.output<typeof request>;

function create(call: Call): Reply {
  const domain = domainOf(call);
  const requested = parse(call, request);
  const { state, serial } = nextSerial(call.state);
  const record = checked(domain, {
    id: numberOf(serial),
    type: requested.type ?? "",
    name: requested.name || "@",
    data: requested.data ?? "",
    priority: requested.priority ?? null,
    port: requested.port ?? null,
    ttl: requested.ttl || domain.ttl,
    weight: requested.weight ?? null,
    flags: flagsOf(requested, null, requested.type ?? ""),
    tag: requested.tag || null,
  });
  return created(keep(state, domain, [...domain.records, record]), { domain_record: record });
}

/** Flags and a tag belong to certificate authorities' records alone. */
function flagsOf(requested: Request, before: number | null, type: string): number | null {
  return type === "CAA" ? (requested.flags ?? before) : null;
}

function change(call: Call): Reply {
  const domain = domainOf(call);
  const record = recordOf(call, domain);
  const requested = parse(call, request);
  if (requested.type !== undefined && requested.type !== record.type) {
    throw unprocessable(`the type of a record can't be changed from ${record.type} to ${requested.type}`);
  }
  const changed = checked(domain, {
    ...record,
    name: requested.name || record.name,
    data: requested.data ?? record.data,
    priority: requested.priority ?? record.priority,
    port: requested.port ?? record.port,
    ttl: requested.ttl || record.ttl,
    weight: requested.weight ?? record.weight,
    flags: flagsOf(requested, record.flags, record.type),
    tag: requested.tag || record.tag,
  });
  const records = domain.records.map((each) => (each.id === record.id ? changed : each));
  return ok(keep(call.state, domain, records), { domain_record: changed });
}

/** @throws ApiError 422 with the first thing that makes it no record of its type. */
function checked(domain: Domain, record: DnsRecord): DnsRecord {
  const { type, data, name, ttl } = record;
  if (!TYPES.includes(type)) throw unprocessable(`Type is invalid: ${type || "none"}`);
  if (data === "") throw unprocessable("Data can't be blank");
  if (ttl < SHORTEST_TTL) throw unprocessable(`TTL must be greater than or equal to ${SHORTEST_TTL}`);
  if (type === "A" && !isIPv4(data))
    throw unprocessable("IP address did not match IPv4 format (e.g. 127.0.0.1).");
  if (type === "AAAA" && !isIPv6(data)) throw unprocessable("IP address did not match IPv6 format.");
  if (["CNAME", "MX", "SRV"].includes(type) && data !== "@" && !data.endsWith(".")) {
    throw unprocessable("Data needs to end with a dot (.)");
  }
  const rivals = domain.records.filter((each) => each.name === name && each.id !== record.id);
  if (type === "CNAME" && name === "@") throw unprocessable("CNAME records cannot be at the apex");
  if (type === "CNAME" && rivals.length > 0) {
    throw unprocessable("CNAME records cannot share a name with other records");
  }
  if (rivals.some((each) => each.type === "CNAME")) {
    throw unprocessable("Name is already in use by a CNAME record");
  }
  return record;
}

function recordOf(call: Call, domain: Domain): DnsRecord {
  const id = param(call, "domain_record_id");
  return found(domain.records.find((record) => String(record.id) === id));
}

function keep(state: State, domain: Domain, records: readonly DnsRecord[]): State {
  return { ...state, domains: put(state.domains, domain.name, { ...domain, records }) };
}

function remove(call: Call): Reply {
  const domain = domainOf(call);
  const { id } = recordOf(call, domain);
  return noContent(
    keep(
      call.state,
      domain,
      domain.records.filter((record) => record.id !== id),
    ),
  );
}

/** The filter's name is a full one: `www.example.com`. */
function list(call: Call): Reply {
  const domain = domainOf(call);
  const [name, type] = [call.query.get("name"), call.query.get("type")];
  const full = (record: DnsRecord): string =>
    record.name === "@" ? domain.name : `${record.name}.${domain.name}`;
  const rows = domain.records.filter(
    (record) => (name === null || full(record) === name) && (type === null || record.type === type),
  );
  return page(call, "domain_records", rows, (record) => record);
}

const records = "/v2/domains/{domain_name}/records";
const one = `${records}/{domain_record_id}`;

export const domainRecordRoutes: readonly Route[] = [
  route("GET", records, list),
  route("POST", records, create),
  route("GET", one, (call) => ok(call.state, { domain_record: recordOf(call, domainOf(call)) })),
  route("PUT", one, change),
  route("PATCH", one, change),
  route("DELETE", one, remove),
];
