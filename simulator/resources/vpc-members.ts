import type { State } from "../account/state.ts";
import { urnOf } from "../urn.ts";

export interface VpcMember {
  readonly name: string;
  readonly urn: string;
  readonly created_at: string;
}

/** What is in a VPC and so prevents its deletion. */
export function membersOf(state: State, vpcId: string): readonly VpcMember[] {
  const droplets = Object.values(state.droplets).filter(({ vpc_uuid }) => vpc_uuid === vpcId);
  const balancers = Object.values(state.loadBalancers).filter(({ vpc_uuid }) => vpc_uuid === vpcId);
  const databases = [...Object.values(state.clusters), ...Object.values(state.replicas)].filter(
    ({ private_network_uuid }) => private_network_uuid === vpcId,
  );
  return [
    ...droplets.map((each) => member(each, urnOf("droplet", each.id))),
    ...balancers.map((each) => member(each, urnOf("loadbalancer", each.id))),
    ...databases.map((each) => member(each, urnOf("dbaas", each.id))),
  ];
}

function member({ name, created_at }: Omit<VpcMember, "urn">, urn: string): VpcMember {
  return { name, urn, created_at };
}
