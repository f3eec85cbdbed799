import { clientId } from "./tiers.ts";
import type { Purpose, Role, Topology } from "./types.ts";

/** What still works when something has failed. */
export interface Service {
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

/** What the loss of one thing means. */
export interface Failure extends Service {
  /** A component's id, a host's, a region's, or `majority of GROUP`. */
  readonly lost: string;
  readonly kind: "component" | "host" | "region" | "majority";
  /** The components that are gone with it. */
  readonly components: readonly string[];
}

/**
 * Removes each component, each host, the region and each group's majority in turn, and computes from links and groups
 * whether a read and a write still get from the client to the database.
 */
export function analyzeAvailability(topology: Topology): readonly Failure[] {
  return losses(topology).map((loss) => ({
    ...loss,
    ...serviceWithout(topology, new Set(loss.components)),
  }));
}

type Loss = Pick<Failure, "lost" | "kind" | "components">;

function losses(topology: Topology): Loss[] {
  const servers = topology.components.flatMap(({ id, role, host }) =>
    role === "client" ? [] : [{ id, host }],
  );
  const hosts = [...new Set(servers.map(({ host }) => host))];
  const { groups, region } = topology;
  return [
    ...servers.map(({ id }): Loss => ({ lost: id, kind: "component", components: [id] })),
    ...hosts
      .map((host): Loss => {
        const components = servers.filter((server) => server.host === host).map(({ id }) => id);
        return { lost: host, kind: "host", components };
      })
      // A component with a machine of its own is that machine.
      .filter(({ lost, components }) => !components.includes(lost)),
    ...(region === undefined
      ? []
      : [{ lost: region, kind: "region", components: servers.map(({ id }) => id) } as const]),
    ...groups
      .filter((group) => group.rule === "majority" && group.members.length > 1)
      .map(
        (group): Loss => ({
          lost: `majority of ${group.id}`,
          kind: "majority",
          components: group.members.slice(0, group.mayFail + 1),
        }),
      ),
  ];
}

/** The single components, hosts and regions whose loss stops reads or writes. */
export function singlePointsOfFailure(topology: Topology): readonly Failure[] {
  return analyzeAvailability(topology).filter(
    (failure) => failure.kind !== "majority" && !(failure.canRead && failure.canWrite),
  );
}

/** What works while the given components are gone. */
export function serviceWithout(topology: Topology, lost: ReadonlySet<string>): Service {
  return { canRead: passes(topology, lost, "read"), canWrite: passes(topology, lost, "write") };
}

/** The roles whose components hold the data. */
const dataRoles: ReadonlySet<Role> = new Set(["database", "database-cluster", "database-replica"]);

/** Whether something asked by the client gets through to a database whose group still works. */
function passes(topology: Topology, lost: ReadonlySet<string>, purpose: Purpose): boolean {
  const down = new Set(lost);
  for (const group of topology.groups) {
    const failed = group.members.filter((member) => lost.has(member));
    // A group beyond its limit answers nobody, its living members included.
    if (failed.length > group.mayFail) for (const member of group.members) down.add(member);
  }
  const holdsData = new Set(topology.components.flatMap(({ id, role }) => (dataRoles.has(role) ? [id] : [])));
  const carrying = topology.links.filter(
    ({ purposes }) => purposes.includes("request") || purposes.includes(purpose),
  );
  const next = Map.groupBy(carrying, (link) => link.from);
  const reached = new Set([clientId]);
  // What is added to a set while it is walked is walked too, so that it is its own queue.
  for (const at of reached) {
    if (holdsData.has(at)) return true;
    for (const { to } of next.get(at) ?? []) if (!down.has(to)) reached.add(to);
  }
  return false;
}
