import { addressText } from "../../modules/addresses/index.ts";
import { timeText, uuidOf } from "../account/ids.ts";
import type { ForwardingRule, LoadBalancer } from "../account/load-balancers.ts";
import { nextSerial, type State, takeOutcome } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { beginCreation, statusAt } from "../account/transition.ts";
import { found, type Reply, unprocessable } from "../answer.ts";
import { accepted, type Call, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { regionOf } from "../catalog/regions.ts";
import { urnOf } from "../urn.ts";
import {
  type BalancerRequest,
  balancerRequest,
  checkBalancer,
  droplets as dropletSelection,
  rules as ruleSelection,
  settingsOf,
} from "./load-balancer-settings.ts";
import { assign, projectOf, release } from "./projects.ts";
import { ensureTags } from "./tags.ts";
import { vpcFor } from "./vpcs.ts";

function create(call: Call): Reply {
  const requested = parse(call, balancerRequest);
  const region = checkedRegion(requested);
  checkBalancer(call, requested);
  if (Object.keys(call.state.loadBalancers).length >= call.limits.loadBalancers) {
    throw unprocessable("creating this load balancer will exceed your load balancer limit");
  }
  const fated = takeOutcome(call.state, "load_balancer");
  const placed = vpcFor(fated.state, call.now, region, requested.vpc_uuid);
  const { state, serial } = nextSerial(ensureTags(placed.state, requested.tag ? [requested.tag] : []));
  const balancer: LoadBalancer = {
    ...settingsOf(requested),
    id: uuidOf(serial),
    region,
    vpc_uuid: placed.vpc.id,
    // Of 198.51.100.0/24, which is set aside for documentation and never routed.
    ip: addressText(198 * 2 ** 24 + 51 * 2 ** 16 + 100 * 256 + (serial % 254) + 1),
    created_at: timeText(call.now),
    readiness: beginCreation(call, "load_balancer", fated.outcome, "new", "active", "errored"),
  };
  const after = assign(
    { ...state, loadBalancers: put(state.loadBalancers, balancer.id, balancer) },
    call.now,
    urnOf("loadbalancer", balancer.id),
    requested.project_id,
  );
  return accepted(after, { load_balancer: shown(after, balancer, Number.NEGATIVE_INFINITY) });
}

function checkedRegion({ region }: BalancerRequest): string {
  if (region !== undefined && regionOf(region) !== undefined) return region;
  throw unprocessable(region ? `region ${region} is invalid` : "region is required");
}

/** A PUT replaces all settings: what it leaves out gets its default. */
function replace(call: Call): Reply {
  const balancer = balancerOf(call);
  const requested = parse(call, balancerRequest);
  if (requested.region && requested.region !== balancer.region)
    throw unprocessable("region can't be changed");
  if (requested.vpc_uuid && requested.vpc_uuid !== balancer.vpc_uuid)
    throw unprocessable("vpc_uuid can't be changed");
  checkBalancer(call, requested, balancer.id);
  const changed: LoadBalancer = { ...balancer, ...settingsOf(requested) };
  const state = ensureTags(call.state, requested.tag ? [requested.tag] : []);
  const urn = urnOf("loadbalancer", balancer.id);
  const moved = requested.project_id ? assign(state, call.now, urn, requested.project_id) : state;
  return ok(
    { ...moved, loadBalancers: put(moved.loadBalancers, balancer.id, changed) },
    { load_balancer: shown(moved, changed, call.now) },
  );
}

function remove(call: Call): Reply {
  const { id } = balancerOf(call);
  const released = release(call.state, urnOf("loadbalancer", id));
  return noContent({ ...released, loadBalancers: without(released.loadBalancers, id) });
}

/** Which droplets get requests: those that bear the balancer's tag, else those named. */
export function targetsOf(state: State, balancer: LoadBalancer): readonly number[] {
  if (balancer.tag === "") return balancer.droplet_ids;
  return Object.values(state.droplets)
    .filter(({ tags, region }) => tags.includes(balancer.tag) && region === balancer.region)
    .map(({ id }) => id);
}

function shown(state: State, balancer: LoadBalancer, now: number): object {
  const { readiness, ip, region, ...fields } = balancer;
  const status = statusAt(readiness, now);
  return {
    ...fields,
    ip: status === "active" ? ip : "",
    status,
    region: regionOf(region),
    droplet_ids: targetsOf(state, balancer),
    project_id: projectOf(state, urnOf("loadbalancer", balancer.id)),
  };
}

function balancerOf(call: Call): LoadBalancer {
  return found(call.state.loadBalancers[param(call, "lb_id")]);
}

function keep(call: Call, balancer: LoadBalancer): Reply {
  return noContent({ ...call.state, loadBalancers: put(call.state.loadBalancers, balancer.id, balancer) });
}

function changeDroplets(
  call: Call,
  change: (now: readonly number[], ids: readonly number[]) => number[],
): Reply {
  const balancer = balancerOf(call);
  const { droplet_ids } = parse(call, dropletSelection);
  if (balancer.tag !== "") throw unprocessable("a load balancer with a tag takes no droplets by id");
  const missing = droplet_ids.filter((id) => !(id in call.state.droplets));
  if (missing.length > 0) throw unprocessable(`droplets ${missing.join(", ")} were not found`);
  return keep(call, { ...balancer, droplet_ids: change(balancer.droplet_ids, droplet_ids) });
}

function changeRules(
  call: Call,
  change: (now: readonly ForwardingRule[], given: readonly ForwardingRule[]) => readonly ForwardingRule[],
): Reply {
  const balancer = balancerOf(call);
  const requested = parse(call, ruleSelection);
  const given = settingsOf({ ...requested, name: balancer.name }).forwarding_rules;
  const forwarding_rules = change(balancer.forwarding_rules, given);
  if (forwarding_rules.length === 0)
    throw unprocessable("a load balancer needs at least one forwarding rule");
  return keep(call, { ...balancer, forwarding_rules });
}

const portOf = (rule: ForwardingRule): string => `${rule.entry_protocol} ${rule.entry_port}`;

export const loadBalancerRoutes: readonly Route[] = [
  route("GET", "/v2/load_balancers", (call) =>
    page(call, "load_balancers", Object.values(call.state.loadBalancers), (each) =>
      shown(call.state, each, call.now),
    ),
  ),
  route("POST", "/v2/load_balancers", create),
  route("GET", "/v2/load_balancers/{lb_id}", (call) =>
    ok(call.state, { load_balancer: shown(call.state, balancerOf(call), call.now) }),
  ),
  route("PUT", "/v2/load_balancers/{lb_id}", replace),
  route("DELETE", "/v2/load_balancers/{lb_id}", remove),
  route("DELETE", "/v2/load_balancers/{lb_id}/cache", (call) => {
    balancerOf(call);
    return noContent(call.state);
  }),
  route("POST", "/v2/load_balancers/{lb_id}/droplets", (call) =>
    changeDroplets(call, (now, ids) => [...new Set([...now, ...ids])]),
  ),
  route("DELETE", "/v2/load_balancers/{lb_id}/droplets", (call) =>
    changeDroplets(call, (now, ids) => now.filter((id) => !ids.includes(id))),
  ),
  route("POST", "/v2/load_balancers/{lb_id}/forwarding_rules", (call) =>
    changeRules(call, (now, given) => [
      ...now.filter((rule) => !given.some((other) => portOf(other) === portOf(rule))),
      ...given,
    ]),
  ),
  route("DELETE", "/v2/load_balancers/{lb_id}/forwarding_rules", (call) =>
    changeRules(call, (now, given) =>
      now.filter((rule) => !given.some((other) => portOf(other) === portOf(rule))),
    ),
  ),
];
