import { blocksOf, type Diagnostic, type Fields, textOf, UNKNOWN, type Value } from "../plugin/index.ts";
import { fieldsOf } from "./api.ts";
import { filled, idOf, itemsOf, pick } from "./fields.ts";
import { firewallAttributes } from "./firewall-schema.ts";
import { restResource } from "./rest-resource.ts";

/** Who a rule is about: the API's names, which the state writes with "source_" or "destination_" before them. */
const PEERS = ["addresses", "droplet_ids", "kubernetes_ids", "load_balancer_uids", "tags"] as const;

interface Direction {
  readonly block: string;
  /** The API's name of the list. */
  readonly rules: string;
  readonly peers: string;
  readonly prefix: string;
}

const DIRECTIONS: readonly Direction[] = [
  { block: "inbound_rule", rules: "inbound_rules", peers: "sources", prefix: "source" },
  { block: "outbound_rule", rules: "outbound_rules", peers: "destinations", prefix: "destination" },
];

export const firewall = restResource({
  noun: "firewall",
  schema: { version: 0, attributes: firewallAttributes },
  collection: () => "/v2/firewalls",
  envelope: "firewall",
  body: (planned) => ({
    name: planned.name ?? null,
    droplet_ids: itemsOf(planned, "droplet_ids"),
    tags: itemsOf(planned, "tags"),
    ...Object.fromEntries(DIRECTIONS.map((direction) => [direction.rules, ruleBodies(planned, direction)])),
  }),
  state: (answer) => ({
    ...pick(answer, "name", "status", "created_at"),
    id: idOf(answer),
    droplet_ids: itemsOf(answer, "droplet_ids"),
    tags: itemsOf(answer, "tags"),
    pending_changes: blocksOf(answer, "pending_changes").map((change) =>
      pick(change, "droplet_id", "removing", "status"),
    ),
    ...Object.fromEntries(DIRECTIONS.map((direction) => [direction.block, ruleStates(answer, direction)])),
  }),
  validate: missingPorts,
});

function ruleBodies(planned: Fields, { block, peers, prefix }: Direction): Fields[] {
  return blocksOf(planned, block).map((rule) => ({
    protocol: rule.protocol ?? null,
    ...filled({ ports: rule.port_range ?? null }),
    [peers]: filled(Object.fromEntries(PEERS.map((peer) => [peer, itemsOf(rule, `${prefix}_${peer}`)]))),
  }));
}

function ruleStates(answer: Fields, { rules, peers, prefix }: Direction): Fields[] {
  return blocksOf(answer, rules).map((rule) => ({
    protocol: rule.protocol ?? null,
    port_range: portRange(rule),
    ...Object.fromEntries(PEERS.map((peer) => [`${prefix}_${peer}`, peersOf(fieldsOf(rule, peers), peer)])),
  }));
}

/** The API writes all ports as 0, and so it does where a protocol has none. */
function portRange(rule: Fields): Value {
  const ports = textOf(rule, "ports") ?? "";
  if (rule.protocol === "icmp") return null;
  return ports === "0" ? "all" : ports;
}

function peersOf(peers: Fields, name: string): Value {
  const items = itemsOf(peers, name);
  return items.length > 0 ? items : null;
}

function missingPorts(config: Fields): Diagnostic[] {
  return DIRECTIONS.flatMap(({ block }) =>
    blocksOf(config, block)
      .filter(({ protocol, port_range: ports }) => protocol !== UNKNOWN && protocol !== "icmp" && !ports)
      .map((rule) => ({
        severity: "error",
        summary: `port_range is needed in an ${block} for ${textOf(rule, "protocol") ?? "this protocol"}`,
        detail: 'Give a port, a range as "8000-9000", or "all".',
        path: [block],
      })),
  );
}
