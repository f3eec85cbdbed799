import type { z } from "zod";
import { type AutoscalePool, type Droplet, type PoolEvent, poolRequest } from "../account/compute.ts";
import { timeText, uuidOf } from "../account/ids.ts";
import { nextSerial, type State, takeOutcome } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { beginCreation, statusAt } from "../account/transition.ts";
import { notFound, type Reply, unprocessable } from "../answer.ts";
import { accepted, type Call, ok, page, param, parse, type Route, route } from "../call.ts";
import { imageOf } from "../catalog/images.ts";
import { checkTemplate } from "./droplet-checks.ts";
import { addDroplet, dropletStatus, removeDroplets } from "./droplets.ts";

function create(call: Call): Reply {
  const requested = checked(call);
  if (Object.values(call.state.pools).some(({ name }) => name === requested.name)) {
    throw unprocessable(`an autoscale pool with the name ${requested.name} already exists`);
  }
  const fated = takeOutcome(call.state, "autoscale_pool");
  const { state, serial } = nextSerial(fated.state);
  const pool: AutoscalePool = {
    id: uuidOf(serial),
    name: requested.name,
    config: requested.config,
    template: requested.droplet_template,
    created_at: timeText(call.now),
    updated_at: timeText(call.now),
    readiness: beginCreation(call, "autoscale_pool", fated.outcome, "provisioning", "active", "error"),
    history: [],
  };
  const isFated = fated.outcome !== "ready";
  const after = isFated ? keep(state, pool) : scaled({ ...call, state: keep(state, pool) }, pool);
  return accepted(after, { autoscale_pool: shown(call.state, pool, Number.NEGATIVE_INFINITY) });
}

function checked(call: Call): z.output<typeof poolRequest> {
  const requested = parse(call, poolRequest);
  checkTemplate(call, requested.droplet_template);
  const { config } = requested;
  if ("min_instances" in config) {
    if (config.min_instances > config.max_instances) {
      throw unprocessable("min_instances must not be greater than max_instances");
    }
    if (config.target_cpu_utilization === undefined && config.target_memory_utilization === undefined) {
      throw unprocessable("target_cpu_utilization or target_memory_utilization is needed");
    }
  }
  return requested;
}

function replace(call: Call): Reply {
  const before = poolOf(call);
  const requested = checked(call);
  const pool: AutoscalePool = {
    ...before,
    name: requested.name,
    config: requested.config,
    template: requested.droplet_template,
    updated_at: timeText(call.now),
  };
  const state = scaled({ ...call, state: keep(call.state, pool) }, pool);
  return ok(state, { autoscale_pool: shown(state, pool, call.now) });
}

/** As many droplets as the configuration asks for at least and at most: nothing here has a load to follow. */
function scaled(call: Call, pool: AutoscalePool): State {
  const members = membersOf(call.state, pool.id);
  const { config } = pool;
  const wanted =
    "min_instances" in config
      ? Math.min(Math.max(members.length, config.min_instances), config.max_instances)
      : config.target_number_instances;
  if (Object.keys(call.state.droplets).length + wanted - members.length > call.limits.droplets) {
    throw unprocessable("creating this/these droplet(s) will exceed your droplet limit");
  }
  const surplus = members.slice(wanted).map(({ id }) => id);
  let state = surplus.length > 0 ? removeDroplets(call.state, surplus) : call.state;
  for (let index = members.length; index < wanted; index++) {
    const name = `${pool.template.name || pool.name}-${state.serial + 1}`;
    state = addDroplet({ ...call, state }, pool.template, name, pool).state;
  }
  return wanted === members.length ? state : recorded(call, state, pool, members.length, wanted);
}

function recorded(call: Call, before: State, pool: AutoscalePool, from: number, to: number): State {
  const { state, serial } = nextSerial(before);
  const event: PoolEvent = {
    history_event_id: uuidOf(serial),
    current_instance_count: from,
    desired_instance_count: to,
    reason: "CONFIGURATION_CHANGE",
    status: "success",
    created_at: timeText(call.now),
    updated_at: timeText(call.now),
  };
  return keep(state, { ...pool, history: [event, ...pool.history] });
}

function keep(state: State, pool: AutoscalePool): State {
  return { ...state, pools: put(state.pools, pool.id, pool) };
}

function membersOf(state: State, poolId: string): readonly Droplet[] {
  return Object.values(state.droplets).filter(({ pool }) => pool === poolId);
}

/** Plain: its droplets stay, as droplets of their own. Dangerous: they go with it. */
function remove(call: Call, takesDroplets: boolean): Reply {
  const { id } = poolOf(call);
  const members = membersOf(call.state, id);
  const pools = without(call.state.pools, id);
  if (takesDroplets) {
    return accepted(
      removeDroplets(
        { ...call.state, pools },
        members.map((each) => each.id),
      ),
    );
  }
  const droplets = members.reduce(
    (table, { pool: _pool, ...each }) => put(table, each.id, each),
    call.state.droplets,
  );
  return accepted({ ...call.state, pools, droplets });
}

/** The real provider looks for this very text. */
function poolOf(call: Call): AutoscalePool {
  const id = param(call, "autoscale_pool_id");
  const pool = call.state.pools[id];
  if (pool === undefined) throw notFound(`autoscale group with id ${id} not found`);
  return pool;
}

function shown(state: State, pool: AutoscalePool, now: number): object {
  const { template: requested, readiness, history: _history, ...fields } = pool;
  return {
    ...fields,
    // The API answers with the image's number, however it was named in the request.
    droplet_template: { ...requested, image: String(imageOf(requested.image)?.id ?? requested.image) },
    current_utilization: { memory: 0, cpu: 0 },
    status: statusAt(readiness, now),
    active_resources_count: membersOf(state, pool.id).filter((each) => dropletStatus(each, now) === "active")
      .length,
  };
}

function listMembers(call: Call): Reply {
  return page(call, "droplets", membersOf(call.state, poolOf(call).id), (droplet) => ({
    created_at: droplet.created_at,
    updated_at: droplet.created_at,
    droplet_id: droplet.id,
    health_status: "healthy",
    unhealthy_reason: "",
    current_utilization: { memory: 0, cpu: 0 },
    status: dropletStatus(droplet, call.now) === "new" ? "provisioning" : dropletStatus(droplet, call.now),
  }));
}

function list(call: Call): Reply {
  const name = call.query.get("name");
  const rows = Object.values(call.state.pools).filter((pool) => name === null || pool.name === name);
  return page(call, "autoscale_pools", rows, (pool) => shown(call.state, pool, call.now));
}

const one = "/v2/droplets/autoscale/{autoscale_pool_id}";

export const autoscalePoolRoutes: readonly Route[] = [
  route("GET", "/v2/droplets/autoscale", list),
  route("POST", "/v2/droplets/autoscale", create),
  route("GET", one, (call) => ok(call.state, { autoscale_pool: shown(call.state, poolOf(call), call.now) })),
  route("PUT", one, replace),
  route("DELETE", one, (call) => remove(call, false)),
  route("DELETE", `${one}/dangerous`, (call) => remove(call, true)),
  route("GET", `${one}/members`, listMembers),
  route("GET", `${one}/history`, (call) => page(call, "history", poolOf(call).history, (event) => event)),
];
