import type { Role } from "../topology/index.ts";

/** Roles that a field changes, by its path or by the start of it; the longest that fits counts. */
const changedRoles: Readonly<Record<string, readonly Role[]>> = {
  name: ["load-balancer", "web", "database-router", "database", "database-cluster", "database-replica"],
  preset: ["load-balancer", "web", "database-router", "database", "database-cluster"],
  app: ["web"],
  web: ["web"],
  // The balancer has places for them.
  "web.nodes": ["web", "load-balancer"],
  // The balancer gives each web node as many requests as it works on.
  "web.requestWorkers": ["web", "load-balancer"],
  // The balancer's limit follows it.
  "web.maxUploadMb": ["web", "load-balancer"],
  loadBalancer: ["load-balancer"],
  "loadBalancer.maxRequestBodyMb": ["load-balancer", "web"],
  database: ["database"],
  "database.members": ["database", "database-router", "web"],
  "database.routers": ["database-router", "load-balancer"],
  "database.name": ["database", "web", "database-cluster"],
  "database.user": ["database", "web", "database-cluster"],
  "database.init": ["database", "web"],
  "database.strict": ["database", "database-cluster"],
  "database.settings": ["database", "database-cluster"],
  cloud: ["web"],
  "cloud.region": ["load-balancer", "web", "database-cluster", "database-replica"],
  "cloud.addressRange": ["load-balancer", "web", "database-cluster", "database-replica"],
  "cloud.loadBalancerNodes": ["load-balancer"],
  "cloud.databaseSize": ["database-cluster", "database-replica"],
  "cloud.databaseNodes": ["database-cluster"],
  // Web nodes get the address for reads.
  "cloud.readReplica": ["database-replica", "web"],
  "cloud.domain": ["load-balancer"],
  "cloud.certificate": ["load-balancer"],
  "cloud.maintenance": ["database-cluster"],
  // These are beside the servers: alerts, and where Terraform's state is.
  "cloud.alertEmail": [],
  "cloud.state": [],
};

/** The roles whose components a change of this field changes. */
export function rolesChangedBy(path: string): readonly Role[] {
  const steps = path.split(".");
  for (let length = steps.length; length > 0; length--) {
    const found = changedRoles[steps.slice(0, length).join(".")];
    if (found !== undefined) return found;
  }
  return [];
}
