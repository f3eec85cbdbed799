import type { Role } from "../topology/index.ts";
import { clusterGuide, groupGuide, replicaGuide, routerGuide } from "./databases.ts";
import type { Guide, Stack } from "./guide.ts";
import { apacheGuide, linuxGuide, mysqlGuide, mysqlRouterGuide, phpGuide } from "./programs.ts";
import { certificatesGuide, firewallGuide, networkGuides, placeGuide } from "./surroundings.ts";
import { clientGuide, loadBalancerGuide, webGuide } from "./traffic.ts";

const guideOf: Readonly<Record<Role, (stack: Stack) => Guide>> = {
  client: clientGuide,
  "load-balancer": loadBalancerGuide,
  web: webGuide,
  "database-router": routerGuide,
  database: groupGuide,
  "database-cluster": clusterGuide,
  "database-replica": replicaGuide,
};

/** A guide to each role of the topology, to the programs that they run, and to what is around them. */
export function guides(stack: Stack): readonly Guide[] {
  const roles = new Set<Role>(stack.topology.components.map(({ role }) => role));
  return [
    ...[...roles].map((role) => guideOf[role](stack)),
    linuxGuide(stack),
    apacheGuide(stack),
    phpGuide(stack),
    mysqlRouterGuide(stack),
    mysqlGuide(stack),
    ...networkGuides(stack),
    firewallGuide(stack),
    certificatesGuide(stack),
    placeGuide(stack),
  ];
}
