import type { Role } from "../../modules/topology/index.ts";
import { address } from "./address.ts";

const names: Readonly<Record<Role, { singular: string; plural: string }>> = {
  client: { singular: "visitor", plural: "visitors" },
  "load-balancer": { singular: "load balancer", plural: "load balancers" },
  web: { singular: "web node", plural: "web nodes" },
  "database-router": { singular: "database router", plural: "database routers" },
  database: { singular: "database member", plural: "database members" },
  "database-cluster": { singular: "managed database node", plural: "managed database nodes" },
  "database-replica": { singular: "read replica", plural: "read replicas" },
};

export function roleNames(role: Role) {
  return names[role];
}

/** Page of a role, or the place on it where one of its components is. */
export function roleAddress(role: string, component?: string): string {
  return address(`components/${role}/${component === undefined ? "" : `#${component}`}`);
}
