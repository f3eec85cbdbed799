import { z } from "zod";
import { timeText, uuidOf } from "../account/ids.ts";
import {
  type Firewall,
  type InboundRule,
  inboundRule,
  type OutboundRule,
  outboundRule,
  type traffic,
} from "../account/networks.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { conflict, found, type Reply, unprocessable } from "../answer.ts";
import { accepted, type Call, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { ensureTags } from "./tags.ts";

/** The documented limits of one firewall. */
const MOST_DROPLETS = 10;
const MOST_TAGS = 5;
const MOST_RULES = 50;

const request = z.object({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]+$/, "may hold letters, digits, periods and dashes only"),
  inbound_rules: z.array(inboundRule).nullish(),
  outbound_rules: z.array(outboundRule).nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  tags: z.array(z.string()).nullish(),
});
const ruleSelection = request.pick({ inbound_rules: true, outbound_rules: true });
const dropletSelection = z.object({ droplet_ids: z.array(z.int()) });
const tagSelection = z.object({ tags: z.array(z.string()) });

type Settings = Omit<Firewall, "id" | "created_at">;

function settingsOf(requested: z.output<typeof request>): Settings {
  return {
    name: requested.name,
    inbound_rules: (requested.inbound_rules ?? []).map(withPorts),
    outbound_rules: (requested.outbound_rules ?? []).map(withPorts),
    droplet_ids: requested.droplet_ids ?? [],
    tags: requested.tags ?? [],
  };
}

/** All ports, and the ports of icmp, which has none, are shown as 0. */
function withPorts<T extends z.output<typeof traffic>>(rule: T): T {
  const isEvery = rule.protocol === "icmp" || !rule.ports || rule.ports === "all";
  return { ...rule, ports: isEvery ? "0" : rule.ports };
}

/** @throws ApiError 409 or 422 with the first reason why the firewall can't be so. */
function check(state: State, wanted: Settings, own?: string): void {
  const isTaken = Object.values(state.firewalls).some(({ id, name }) => name === wanted.name && id !== own);
  if (isTaken) throw conflict("duplicate name");
  const rules = wanted.inbound_rules.length + wanted.outbound_rules.length;
  if (rules === 0) throw unprocessable("at least one inboundRule or outboundRule rule is needed");
  if (rules > MOST_RULES) throw unprocessable(`a firewall has at most ${MOST_RULES} rules, got ${rules}`);
  if (wanted.droplet_ids.length > MOST_DROPLETS) {
    throw unprocessable(`a firewall takes at most ${MOST_DROPLETS} droplets by id; use a tag for more`);
  }
  if (wanted.tags.length > MOST_TAGS) {
    throw unprocessable(`a firewall takes at most ${MOST_TAGS} tags, got ${wanted.tags.length}`);
  }
  const missing = wanted.droplet_ids.filter((id) => !(id in state.droplets));
  if (missing.length > 0) throw unprocessable(`droplets ${missing.join(", ")} were not found`);
}

function create(call: Call): Reply {
  const settings = settingsOf(parse(call, request));
  check(call.state, settings);
  const { state, serial } = nextSerial(ensureTags(call.state, settings.tags));
  const firewall: Firewall = { ...settings, id: uuidOf(serial), created_at: timeText(call.now) };
  return accepted(
    { ...state, firewalls: put(state.firewalls, firewall.id, firewall) },
    {
      firewall: shown(firewall),
    },
  );
}

function changed(
  call: Call,
  before: Firewall,
  settings: Settings,
): { readonly state: State; readonly firewall: Firewall } {
  check(call.state, settings, before.id);
  const firewall = { ...before, ...settings };
  const state = ensureTags(call.state, settings.tags);
  return { state: { ...state, firewalls: put(state.firewalls, firewall.id, firewall) }, firewall };
}

function replace(call: Call): Reply {
  const { state, firewall } = changed(call, firewallOf(call), settingsOf(parse(call, request)));
  return ok(state, { firewall: shown(firewall) });
}

function edit(call: Call, change: (firewall: Firewall) => Partial<Settings>): Reply {
  const before = firewallOf(call);
  return noContent(changed(call, before, { ...before, ...change(before) }).state);
}

function addRules(call: Call): Reply {
  const added = settingsOf({ ...parse(call, ruleSelection), name: "" });
  return edit(call, (firewall) => ({
    inbound_rules: [...firewall.inbound_rules, ...added.inbound_rules],
    outbound_rules: [...firewall.outbound_rules, ...added.outbound_rules],
  }));
}

function removeRules(call: Call): Reply {
  const removed = settingsOf({ ...parse(call, ruleSelection), name: "" });
  const left = <T extends InboundRule | OutboundRule>(
    rules: readonly T[],
    gone: readonly T[],
  ): readonly T[] => {
    const texts = gone.map((rule) => JSON.stringify(rule));
    return rules.filter((rule) => !texts.includes(JSON.stringify(rule)));
  };
  return edit(call, (firewall) => ({
    inbound_rules: left(firewall.inbound_rules, removed.inbound_rules),
    outbound_rules: left(firewall.outbound_rules, removed.outbound_rules),
  }));
}

function firewallOf(call: Call): Firewall {
  return found(call.state.firewalls[param(call, "firewall_id")]);
}

function shown(firewall: Firewall): object {
  return { ...firewall, status: "succeeded", pending_changes: [] };
}

export const firewallRoutes: readonly Route[] = [
  route("GET", "/v2/firewalls", (call) =>
    page(call, "firewalls", Object.values(call.state.firewalls), shown),
  ),
  route("POST", "/v2/firewalls", create),
  route("GET", "/v2/firewalls/{firewall_id}", (call) =>
    ok(call.state, { firewall: shown(firewallOf(call)) }),
  ),
  route("PUT", "/v2/firewalls/{firewall_id}", replace),
  route("DELETE", "/v2/firewalls/{firewall_id}", (call) =>
    noContent({ ...call.state, firewalls: without(call.state.firewalls, firewallOf(call).id) }),
  ),
  route("POST", "/v2/firewalls/{firewall_id}/droplets", (call) => {
    const { droplet_ids } = parse(call, dropletSelection);
    return edit(call, (firewall) => ({
      droplet_ids: [...new Set([...firewall.droplet_ids, ...droplet_ids])],
    }));
  }),
  route("DELETE", "/v2/firewalls/{firewall_id}/droplets", (call) => {
    const { droplet_ids } = parse(call, dropletSelection);
    return edit(call, (firewall) => ({
      droplet_ids: firewall.droplet_ids.filter((id) => !droplet_ids.includes(id)),
    }));
  }),
  route("POST", "/v2/firewalls/{firewall_id}/tags", (call) => {
    const { tags } = parse(call, tagSelection);
    return edit(call, (firewall) => ({ tags: [...new Set([...firewall.tags, ...tags])] }));
  }),
  route("DELETE", "/v2/firewalls/{firewall_id}/tags", (call) => {
    const { tags } = parse(call, tagSelection);
    return edit(call, (firewall) => ({ tags: firewall.tags.filter((tag) => !tags.includes(tag)) }));
  }),
  route("POST", "/v2/firewalls/{firewall_id}/rules", addRules),
  route("DELETE", "/v2/firewalls/{firewall_id}/rules", removeRules),
];
