import type { State } from "./account/state.ts";

export type UrnKind = "droplet" | "loadbalancer" | "dbaas" | "domain" | "vpc";

/** The name by which projects know a resource. */
export function urnOf(kind: UrnKind, id: string | number): string {
  return `do:${kind}:${id}`;
}

export function isThere(state: State, urn: string): boolean {
  const [, kind = "", ...rest] = urn.split(":");
  const id = rest.join(":");
  switch (kind) {
    case "droplet":
      return id in state.droplets;
    case "loadbalancer":
      return id in state.loadBalancers;
    case "dbaas":
      return id in state.clusters || id in state.replicas;
    case "domain":
      return id in state.domains;
    case "vpc":
      return id in state.vpcs;
    default:
      return false;
  }
}
