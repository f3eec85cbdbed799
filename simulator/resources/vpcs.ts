import { z } from "zod";
import {
  addressText,
  firstAddress,
  isPrivate,
  overlap,
  parseNetwork,
  sizeOf,
} from "../../modules/addresses/index.ts";
import { timeText, uuidOf } from "../account/ids.ts";
import type { Vpc } from "../account/networks.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { badRequest, conflict, forbidden, found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { regionOf } from "../catalog/regions.ts";
import { urnOf } from "../urn.ts";
import { membersOf } from "./vpc-members.ts";

const name = z
  .string()
  .regex(/^[a-zA-Z0-9\-.]+$/, "may hold letters, digits, dashes and periods only")
  .max(255);
const description = z.string().max(255);

const creation = z.object({
  name,
  description: description.optional(),
  region: z.string(),
  ip_range: z.string().optional(),
});
const update = z.object({ name, description: description.optional(), default: z.boolean().optional() });

function create(call: Call): Reply {
  const requested = parse(call, creation);
  if (regionOf(requested.region) === undefined) throw unprocessable("invalid region");
  assertNameIsNotTaken(call.state, requested.name);
  const range = requested.ip_range ? checkedRange(call.state, requested.ip_range) : freeRange(call.state);
  const { state, vpc } = addVpc(call.state, call.now, {
    name: requested.name,
    description: requested.description ?? "",
    region: requested.region,
    ip_range: range,
    default: false,
  });
  return created(state, { vpc: shown(vpc) });
}

function addVpc(
  before: State,
  now: number,
  fields: Omit<Vpc, "id" | "created_at">,
): { readonly state: State; readonly vpc: Vpc } {
  const { state, serial } = nextSerial(before);
  const vpc: Vpc = { ...fields, id: uuidOf(serial), created_at: timeText(now) };
  return { state: { ...state, vpcs: put(state.vpcs, vpc.id, vpc) }, vpc };
}

/** The VPC of that id, or, where none is named, the region's default one, which is made at need. */
export function vpcFor(
  state: State,
  now: number,
  region: string,
  id: string | undefined,
): { readonly state: State; readonly vpc: Vpc } {
  if (id) {
    const vpc = state.vpcs[id];
    if (vpc === undefined) throw unprocessable(`VPC ${id} was not found`);
    if (vpc.region !== region) {
      throw unprocessable(`VPC ${vpc.name} is in region ${vpc.region}, the resource in ${region}`);
    }
    return { state, vpc };
  }
  const existing = Object.values(state.vpcs).find((vpc) => vpc.default && vpc.region === region);
  if (existing) return { state, vpc: existing };
  return addVpc(state, now, {
    name: `default-${region}`,
    description: "",
    region,
    ip_range: freeRange(state),
    default: true,
  });
}

function checkedRange(state: State, text: string): string {
  const range = parseNetwork(text);
  if (range === undefined || firstAddress(range) !== range.address)
    throw unprocessable(`ip_range ${text} is not a valid CIDR block`);
  if (range.prefix < 16 || range.prefix > 28) {
    throw unprocessable(`ip_range ${text} must be between /16 and /28`);
  }
  if (!isPrivate(range)) throw unprocessable(`ip_range ${text} is not a private range (RFC 1918)`);
  const taken = Object.values(state.vpcs).find((vpc) => {
    const other = parseNetwork(vpc.ip_range);
    return other !== undefined && overlap(range, other);
  });
  if (taken) {
    throw unprocessable(
      `This range/size overlaps with another VPC network in your account: ${taken.name} (${taken.ip_range})`,
    );
  }
  return text;
}

/** The first /20 of 10.116.0.0/14 onwards that no VPC uses. */
function freeRange(state: State): string {
  const used = Object.values(state.vpcs).flatMap((vpc) => parseNetwork(vpc.ip_range) ?? []);
  for (let first = 10 * 2 ** 24 + 116 * 2 ** 16; first < 11 * 2 ** 24; first += sizeOf(20)) {
    if (!used.some((range) => overlap(range, { address: first, prefix: 20 })))
      return `${addressText(first)}/20`;
  }
  throw unprocessable("no free address range is left for a VPC");
}

function assertNameIsNotTaken(state: State, wanted: string, own?: string): void {
  if (Object.values(state.vpcs).some((vpc) => vpc.name === wanted && vpc.id !== own)) {
    throw conflict(`a VPC with the name ${wanted} already exists`);
  }
}

function change(call: Call): Reply {
  const vpc = vpcOf(call);
  const requested = call.body === undefined ? {} : parse(call, update.partial());
  if (requested.name !== undefined) assertNameIsNotTaken(call.state, requested.name, vpc.id);
  if (requested.default === false && vpc.default)
    throw badRequest("a default VPC stays default until another is");
  const changed: Vpc = {
    ...vpc,
    name: requested.name ?? vpc.name,
    description: requested.description ?? vpc.description,
    default: requested.default ?? vpc.default,
  };
  const others = Object.values(call.state.vpcs).filter(
    (each) => changed.default && each.default && each.region === vpc.region && each.id !== vpc.id,
  );
  const vpcs = others.reduce(
    (table, each) => put(table, each.id, { ...each, default: false }),
    call.state.vpcs,
  );
  return ok({ ...call.state, vpcs: put(vpcs, vpc.id, changed) }, { vpc: shown(changed) });
}

function remove(call: Call): Reply {
  const vpc = vpcOf(call);
  if (membersOf(call.state, vpc.id).length > 0) throw forbidden("Can not delete VPC with members");
  if (vpc.default) throw forbidden("Can not delete the default VPC of a region");
  return noContent({ ...call.state, vpcs: without(call.state.vpcs, vpc.id) });
}

function vpcOf(call: Call): Vpc {
  return found(call.state.vpcs[param(call, "vpc_id")]);
}

function shown(vpc: Vpc): object {
  return { ...vpc, urn: urnOf("vpc", vpc.id) };
}

function members(call: Call): Reply {
  const kind = call.query.get("resource_type");
  const all = membersOf(call.state, vpcOf(call).id);
  const chosen = kind === null ? all : all.filter(({ urn }) => urn.startsWith(`do:${kind}:`));
  return page(call, "members", chosen, (member) => member);
}

export const vpcRoutes: readonly Route[] = [
  route("GET", "/v2/vpcs", (call) => page(call, "vpcs", Object.values(call.state.vpcs), shown)),
  route("POST", "/v2/vpcs", create),
  route("GET", "/v2/vpcs/{vpc_id}", (call) => ok(call.state, { vpc: shown(vpcOf(call)) })),
  route("PUT", "/v2/vpcs/{vpc_id}", change),
  route("PATCH", "/v2/vpcs/{vpc_id}", change),
  route("DELETE", "/v2/vpcs/{vpc_id}", remove),
  route("GET", "/v2/vpcs/{vpc_id}/members", members),
];
