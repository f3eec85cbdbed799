import {
  type Attributes,
  type Diagnostic,
  type Fields,
  numberOf,
  textOf,
  type Value,
} from "../plugin/index.ts";
import { oneOf } from "./checks.ts";
import { filled, idOf, ifAsked, pick } from "./fields.ts";
import { restResource } from "./rest-resource.ts";

const TYPES = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "TXT", "SRV", "SOA"] as const;
const NUMBERS = ["flags", "port", "priority", "weight"] as const;
/** What a type of record can't do without. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  CAA: ["flags", "tag"],
  MX: ["priority"],
  SRV: ["port", "priority", "weight"],
};

const attributes: Attributes = {
  domain: { type: "string", use: "required", forceNew: true },
  flags: { type: "int", use: "optional" },
  fqdn: { type: "string", use: "computed" },
  name: { type: "string", use: "required" },
  port: { type: "int", use: "optional" },
  priority: { type: "int", use: "optional" },
  tag: { type: "string", use: "optional" },
  ttl: { type: "int", use: "optional+computed" },
  type: { type: "string", use: "required", forceNew: true, check: oneOf(...TYPES) },
  value: { type: "string", use: "required", same: sameTarget },
  weight: { type: "int", use: "optional" },
};

export const record = restResource({
  noun: "record",
  schema: { version: 0, attributes },
  collection: (resource) => `/v2/domains/${textOf(resource, "domain") ?? ""}/records`,
  envelope: "domain_record",
  body: (planned) => ({
    ...filled(pick(planned, "tag", "ttl")),
    ...Object.fromEntries(NUMBERS.map((name) => [name, numberOf(planned, name) ?? 0])),
    ...pick(planned, "type", "name"),
    data: planned.value ?? null,
  }),
  state: recordState,
  importParts: ["domain", "id"],
  validate: missingFields,
});

function recordState(answer: Fields, resource: Fields): Fields {
  const domain = textOf(resource, "domain") ?? "";
  const name = textOf(answer, "name") ?? "";
  const stored = resource.value ?? null;
  const isSame = sameTarget(absolute(stored, domain), absolute(answer.data ?? null, domain));
  return {
    id: idOf(answer),
    domain,
    type: answer.type ?? null,
    name,
    fqdn: name === "@" ? domain : `${name}.${domain}`,
    ttl: answer.ttl ?? null,
    value: isSame ? stored : (answer.data ?? null),
    ...ifAsked(answer, resource, ...NUMBERS, "tag"),
  };
}

/** A host's name means the same with and without the final dot. */
function sameTarget(left: Value, right: Value): boolean {
  return String(left).replace(/\.$/, "") === String(right).replace(/\.$/, "");
}

function absolute(value: Value, domain: string): Value {
  return value === "@" ? domain : value;
}

function missingFields(config: Fields): Diagnostic[] {
  const type = textOf(config, "type") ?? "";
  return (NEEDS[type] ?? [])
    .filter((name) => config[name] === null || config[name] === undefined)
    .map((name) => ({
      severity: "error",
      summary: `${name} is needed in a record of type ${type}`,
      detail: `Set ${name}.`,
      path: [name],
    }));
}
