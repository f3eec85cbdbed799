import { z } from "zod";
import { addressText, netmaskText, parseNetwork, sizeOf } from "../../modules/addresses/index.ts";
import {
  type AutoscalePool,
  type Droplet,
  type DropletStatus,
  type DropletTemplate,
  dropletTemplate,
} from "../account/compute.ts";
import { numberOf, timeText } from "../account/ids.ts";
import { nextSerial, type State, takeOutcome } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { beginCreation, isDone, statusAt } from "../account/transition.ts";
import { badRequest, found, type Reply } from "../answer.ts";
import { accepted, type Call, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { dropletSizeOf } from "../catalog/droplet-sizes.ts";
import { imageOf } from "../catalog/images.ts";
import { regionOf } from "../catalog/regions.ts";
import { urnOf } from "../urn.ts";
import { actionsOf, addAction, shownAction } from "./actions.ts";
import { checkDroplet } from "./droplet-checks.ts";
import { assign, release } from "./projects.ts";
import { ensureTags } from "./tags.ts";
import { vpcFor } from "./vpcs.ts";

const creation = dropletTemplate.extend({
  name: z.string().optional(),
  names: z.array(z.string()).max(10).optional(),
});

function create(call: Call): Reply {
  const requested = parse(call, creation);
  const names = requested.names ?? (requested.name === undefined ? [] : [requested.name]);
  if (names.length === 0) throw badRequest("name or names is needed");
  checkDroplet(call, requested, names);
  let state = call.state;
  const made = names.map((name) => {
    const added = addDroplet({ ...call, state }, requested, name);
    state = added.state;
    return added;
  });
  const links = {
    actions: made.map(({ actionId }) => ({
      id: actionId,
      rel: "create",
      href: new URL(`/v2/actions/${actionId}`, call.url).href,
    })),
  };
  const bodies = made.map(({ droplet }) => shown(state, droplet, Number.NEGATIVE_INFINITY));
  return accepted(state, requested.names ? { droplets: bodies, links } : { droplet: bodies[0], links });
}

/** A droplet from a request that has been checked. */
export function addDroplet(
  call: Call,
  requested: DropletTemplate,
  name: string,
  pool?: AutoscalePool,
): { readonly state: State; readonly droplet: Droplet; readonly actionId: number } {
  const fated = takeOutcome(call.state, "droplet");
  const placed = vpcFor(fated.state, call.now, requested.region, requested.vpc_uuid ?? undefined);
  const { state, serial } = nextSerial(ensureTags(placed.state, requested.tags ?? []));
  const id = numberOf(serial);
  const power = beginCreation(call, "droplet", fated.outcome, "new", "active", "new");
  const droplet: Droplet = {
    id,
    name,
    size: requested.size,
    region: requested.region,
    image: imageOf(requested.image)?.id ?? 0,
    features: featuresOf(requested),
    tags: [...new Set(requested.tags ?? [])],
    vpc_uuid: placed.vpc.id,
    private_ip: freeAddress(state, placed.vpc.id, placed.vpc.ip_range),
    public_ip: publicAddress(serial),
    user_data: requested.user_data ?? "",
    created_at: timeText(call.now),
    power,
    ...(pool === undefined ? {} : { pool: pool.id }),
  };
  const withDroplet = { ...state, droplets: put(state.droplets, id, droplet) };
  const begun = addAction(withDroplet, {
    type: "create",
    progress: {
      from: "in-progress",
      to: fated.outcome === "fails" ? "errored" : "completed",
      at: power.at,
    },
    started_at: droplet.created_at,
    resource_id: id,
    resource_type: "droplet",
    region_slug: requested.region,
  });
  return {
    state: assign(begun.state, call.now, urnOf("droplet", id), pool?.template.project_id ?? undefined),
    droplet,
    actionId: begun.action.id,
  };
}

function featuresOf(requested: DropletTemplate): readonly string[] {
  return [
    ...(requested.backups ? ["backups"] : []),
    ...(requested.monitoring ? ["monitoring"] : []),
    ...(requested.ipv6 ? ["ipv6"] : []),
    ...(requested.with_droplet_agent === false ? [] : ["droplet_agent"]),
    "private_networking",
  ];
}

/** The lowest free address. The first three of a range are the network's own. */
function freeAddress(state: State, vpcId: string, range: string): string {
  const { address: first, prefix } = parseNetwork(range) ?? { address: 0, prefix: 32 };
  const used = new Set<string>();
  for (const droplet of Object.values(state.droplets)) {
    if (droplet.vpc_uuid === vpcId) used.add(droplet.private_ip);
  }
  for (let host = 3; host < sizeOf(prefix) - 1; host++) {
    const address = addressText(first + host);
    if (!used.has(address)) return address;
  }
  throw badRequest(`the VPC's range ${range} has no free address`);
}

/** Of 198.18.0.0/15, which is set aside for tests and never routed. */
function publicAddress(serial: number): string {
  return addressText(198 * 2 ** 24 + 18 * 2 ** 16 + (serial % 2 ** 17));
}

export function dropletStatus(droplet: Droplet, now: number): DropletStatus {
  return statusAt(droplet.power, now);
}

export function shown(state: State, droplet: Droplet, now: number): object {
  const size = dropletSizeOf(droplet.size);
  const status = dropletStatus(droplet, now);
  return {
    id: droplet.id,
    name: droplet.name,
    memory: size?.memory,
    vcpus: size?.vcpus,
    disk: size?.disk,
    locked: !isDone(droplet.power, now),
    status,
    kernel: null,
    created_at: droplet.created_at,
    features: droplet.features,
    backup_ids: [],
    next_backup_window: null,
    snapshot_ids: [],
    image: imageOf(droplet.image),
    volume_ids: [],
    size,
    size_slug: droplet.size,
    networks: { v4: status === "new" ? [] : addressesOf(state, droplet), v6: [] },
    region: regionOf(droplet.region),
    tags: droplet.tags,
    vpc_uuid: droplet.vpc_uuid,
  };
}

function addressesOf(state: State, droplet: Droplet): readonly object[] {
  const range = parseNetwork(state.vpcs[droplet.vpc_uuid]?.ip_range ?? "") ?? { address: 0, prefix: 32 };
  return [
    {
      ip_address: droplet.private_ip,
      netmask: netmaskText(range.prefix),
      gateway: addressText(range.address + 1),
      type: "private",
    },
    { ip_address: droplet.public_ip, netmask: "255.254.0.0", gateway: "198.18.0.1", type: "public" },
  ];
}

function list(call: Call): Reply {
  const tag = call.query.get("tag_name");
  const name = call.query.get("name");
  const rows = Object.values(call.state.droplets).filter(
    (each) => (tag === null || each.tags.includes(tag)) && (name === null || each.name === name),
  );
  return page(call, "droplets", rows, (each) => shown(call.state, each, call.now));
}

export function dropletOf(call: Call): Droplet {
  return found(call.state.droplets[param(call, "droplet_id")]);
}

/** Removes droplets, also from load balancers and firewalls that name them, and from their project. */
export function removeDroplets(state: State, ids: readonly number[]): State {
  const gone = new Set(ids);
  const stay = <T extends { readonly droplet_ids: readonly number[] }>(row: T): T =>
    row.droplet_ids.some((id) => gone.has(id))
      ? { ...row, droplet_ids: row.droplet_ids.filter((id) => !gone.has(id)) }
      : row;
  const loadBalancers = Object.entries(state.loadBalancers).map(([id, row]) => [id, stay(row)] as const);
  const firewalls = Object.entries(state.firewalls).map(([id, row]) => [id, stay(row)] as const);
  return {
    ...state,
    droplets: without(state.droplets, ...ids),
    loadBalancers: Object.fromEntries(loadBalancers),
    firewalls: Object.fromEntries(firewalls),
    assignments: release(state, ...ids.map((id) => urnOf("droplet", id))).assignments,
  };
}

function removeByTag(call: Call): Reply {
  const tag = call.query.get("tag_name");
  if (!tag) throw badRequest("tag_name is needed");
  const tagged = Object.values(call.state.droplets).filter(({ tags }) => tags.includes(tag));
  return noContent(
    removeDroplets(
      call.state,
      tagged.map(({ id }) => id),
    ),
  );
}

export const dropletRoutes: readonly Route[] = [
  route("GET", "/v2/droplets", list),
  route("POST", "/v2/droplets", create),
  route("DELETE", "/v2/droplets", removeByTag),
  route("GET", "/v2/droplets/{droplet_id}", (call) =>
    ok(call.state, { droplet: shown(call.state, dropletOf(call), call.now) }),
  ),
  route("DELETE", "/v2/droplets/{droplet_id}", (call) =>
    noContent(removeDroplets(call.state, [dropletOf(call).id])),
  ),
  route("GET", "/v2/droplets/{droplet_id}/actions", (call) =>
    page(call, "actions", actionsOf(call.state, dropletOf(call).id), (each) => shownAction(each, call.now)),
  ),
];
