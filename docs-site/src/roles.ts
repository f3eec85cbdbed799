import type { Role } from "../../modules/topology/index.ts";

const names: Readonly<Record<string, { singular: string; plural: string }>> = {
  client: { singular: "client", plural: "clients" },
  "load-balancer": { singular: "load balancer", plural: "load balancers" },
  web: { singular: "web node", plural: "web nodes" },
  "database-router": { singular: "database router", plural: "database routers" },
  database: { singular: "database member", plural: "database members" },
};
export function roleNames(role: Role) {
  return names[role] ?? { singular: role, plural: role };
}
