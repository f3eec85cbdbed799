import type { Link, Role, Topology } from "../../modules/topology/index.ts";

/** A way from the components of one role to those of another. */
export interface Connection extends Pick<Link, "purposes" | "protocol" | "port" | "isEncrypted"> {
  readonly from: Role;
  readonly to: Role;
}

/** A stack's links by role, each once, in the stack's order. */
export function connections(topology: Topology): readonly Connection[] {
  const roles = new Map<string, Role>(topology.components.map(({ id, role }) => [id, role]));
  const found = new Map<string, Connection>();
  for (const { from, to, purposes, protocol, port, isEncrypted } of topology.links) {
    const [source, target] = [roles.get(from), roles.get(to)];
    if (source === undefined || target === undefined) continue;
    const connection = { from: source, to: target, purposes, protocol, port, isEncrypted };
    found.set(JSON.stringify(connection), connection);
  }
  return [...found.values()];
}
