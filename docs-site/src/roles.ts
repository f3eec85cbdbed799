import type { Role } from "../../modules/topology/index.ts";
import { address } from "./address.ts";

interface RoleNames {
  readonly singular: string;
  readonly plural: string;
}

const names: Readonly<Record<Role, RoleNames>> = {
  client: { singular: "visitor", plural: "visitors" },
  "load-balancer": { singular: "load balancer", plural: "load balancers" },
  web: { singular: "web node", plural: "web nodes" },
  "database-router": { singular: "database router", plural: "database routers" },
  database: { singular: "database member", plural: "database members" },
  "database-cluster": { singular: "managed database node", plural: "managed database nodes" },
  "database-replica": { singular: "read replica", plural: "read replicas" },
};

/** What the components of a role are called in a sentence. */
export function roleNames(role: Role): RoleNames {
  return names[role];
}

/** Page of a part of the stack (a role, a network, a program), or the place on it where one component is. */
export function partAddress(part: string, component?: string): string {
  return address(`components/${part}/${component === undefined ? "" : `#${component}`}`);
}
