import { clientId } from "./plan.ts";
import type { Purpose, Topology } from "./types.ts";

/** What still works when something has failed. */
export interface Service {
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

/** What the loss of one thing means. */
export interface Failure extends Service {
  /** A component's id, a host's, or `majority of GROUP`. */
  readonly lost: string;
  readonly kind: "component" | "host" | "majority";
  /** The components that are gone with it. */
  readonly components: readonly string[];
}

/**
 * Removes each component, each host and each group's majority in turn, and computes from links and groups
 * whether a read and a write still get from the client to the database.
 */
export function analyzeAvailability(topology: Topology): readonly Failure[] {
  const servers = topology.components.filter((component) => component.role !== "client");
  const hosts = [...new Set(servers.map((component) => component.host))];
  const losses: Pick<Failure, "lost" | "kind" | "components">[] = [
    ...servers.map(({ id }) => ({ lost: id, kind: "component" as const, components: [id] })),
    ...hosts.map((host) => ({
      lost: host,
      kind: "host" as const,
      components: servers.filter((component) => component.host === host).map((component) => component.id),
    })),
    ...topology.groups
      .filter((group) => group.rule === "majority" && group.members.length > 1)
      .map((group) => ({
        lost: `majority of ${group.id}`,
        kind: "majority" as const,
        components: group.members.slice(0, group.mayFail + 1),
      })),
  ];
  return losses.map((loss) => ({ ...loss, ...serviceWithout(topology, new Set(loss.components)) }));
}

/** The single components and hosts whose loss stops reads or writes. */
export function singlePointsOfFailure(topology: Topology): readonly Failure[] {
  return analyzeAvailability(topology).filter(
    (failure) => failure.kind !== "majority" && !(failure.canRead && failure.canWrite),
  );
}

/** What works while the given components are gone. */
export function serviceWithout(topology: Topology, lost: ReadonlySet<string>): Service {
  return { canRead: passes(topology, lost, "read"), canWrite: passes(topology, lost, "write") };
}

/** Whether something asked by the client gets through to a database whose group still works. */
function passes(topology: Topology, lost: ReadonlySet<string>, purpose: Purpose): boolean {
  const down = new Set(lost);
  for (const group of topology.groups) {
    const failed = group.members.filter((member) => lost.has(member));
    // A group beyond its limit answers nobody, its living members included.
    if (failed.length > group.mayFail) for (const member of group.members) down.add(member);
  }
  const roleOf = new Map(topology.components.map((component) => [component.id, component.role]));
  const reached = new Set([clientId]);
  const queue = [clientId];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (roleOf.get(at) === "database") return true;
    for (const link of topology.links) {
      const carries = link.purposes.includes("request") || link.purposes.includes(purpose);
      if (link.from !== at || !carries || down.has(link.to) || reached.has(link.to)) continue;
      reached.add(link.to);
      queue.push(link.to);
    }
  }
  return false;
}
