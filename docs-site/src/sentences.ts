import {
  analyzeAvailability,
  componentIds,
  singlePointsOfFailure,
  type Topology,
} from "../../modules/topology/index.ts";
import { roleNames } from "./roles.ts";
import { counted, listed } from "./words.ts";

/** "one load balancer, two web nodes and three database members". */
export function serverCounts(topology: Topology): string {
  const servers = topology.groups.map(({ role, members }) => {
    const { singular, plural } = roleNames(role);
    return counted(members.length, singular, plural);
  });
  return listed(servers);
}

/** Which losses stop the site, as a sentence or two. */
export function lossesThatStop(topology: Topology): string {
  const lost = singlePointsOfFailure(topology).map((failure) => failure.lost);
  if (lost.length === 0) return "No loss of a single server or machine stops it.";
  const opening = lost.length === 1 ? "One loss stops it" : "The loss of any one of these stops it";
  return `${opening}: ${listed(lost)}. After the loss of any other single server it keeps working.`;
}

/** What the read replica adds to the list of losses; empty for a stack without one. */
export function replicaLoss(topology: Topology): string {
  const replicas = componentIds(topology, "database-replica");
  const loss = analyzeAvailability(topology).find(({ lost }) => replicas.includes(lost));
  if (loss === undefined || loss.canRead) return "";
  return `The site sends its reads to ${loss.lost}. It takes load off the primary, and adds a single point of failure: without it, reads fail until it is back.`;
}
