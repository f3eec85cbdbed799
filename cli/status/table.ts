import { wrapLines } from "../../modules/failures/index.ts";
import { componentIds, type Topology } from "../../modules/topology/index.ts";
import { type DatabaseStatus, judgeDatabase } from "./database.ts";
import type { Observation, SeenContainer } from "./observe.ts";

/** One component as `status` reports it; undefined is what can't be known now. */
export interface ComponentStatus {
  readonly component: string;
  readonly role: string;
  readonly health: string;
  readonly address: string | undefined;
  readonly memoryMb: number | undefined;
  readonly since: string | undefined;
  /** Requests a second at the balancer and web nodes, statements a second at members. */
  readonly queriesPerSecond: number | undefined;
  /** Only for members. */
  readonly groupRole: string | undefined;
  readonly lagSeconds: number | undefined;
}

/** A line for each component that should be there, in the topology's order. Pure. */
export function summarize(topology: Topology, seen: Observation): ComponentStatus[] {
  const database = judgeDatabase(componentIds(topology, "database"), seen.members);
  return topology.components
    .filter(({ role }) => role !== "client")
    .map(({ id, role }) => {
      const container = atWork(seen.containers.filter(({ componentId }) => componentId === id));
      const member = seen.members[id];
      return {
        component: id,
        role,
        health: container === undefined ? "missing" : (container.health ?? container.state),
        address: container?.addresses.find((address) => address !== ""),
        memoryMb:
          container?.memoryBytes === undefined ? undefined : Math.round(container.memoryBytes / 1_048_576),
        since: container?.state === "running" ? container.since : undefined,
        queriesPerSecond:
          role === "database"
            ? member?.statementsPerSecond
            : requestRate(role, container?.addresses ?? [], seen),
        groupRole: database.members[id],
        lagSeconds: member?.lagSeconds,
      };
    });
}

/** While a deploy replaces a container there are two of a component. */
function atWork(containers: readonly SeenContainer[]): SeenContainer | undefined {
  return (
    containers.find(({ health }) => health === "healthy") ??
    containers.find(({ state }) => state === "running") ??
    containers[0]
  );
}

function requestRate(role: string, addresses: readonly string[], seen: Observation): number | undefined {
  if (role === "load-balancer") {
    const site = seen.balancer.find((row) => row.pxname === "site" && row.svname === "FRONTEND");
    return site === undefined ? undefined : Number(site.req_rate);
  }
  if (role !== "web") return undefined;
  // Discovery fills its places in any order: the address shows which of them is this web node.
  const place = seen.balancer.find(
    (row) => row.pxname === "nodes" && addresses.includes(row.addr?.split(":")[0] ?? ""),
  );
  const server = seen.balancer.find(
    (row) => row.pxname === "web" && place !== undefined && row.svname === place.svname,
  );
  return server === undefined ? undefined : Number(server.rate);
}

export const statusHeader = [
  "component",
  "health",
  "address",
  "memory",
  "up",
  "QPS",
  "group",
  "lag",
] as const;

/** The cells of a status table; `now` in milliseconds. */
export function statusCells(status: ComponentStatus, now: number): string[] {
  return [
    status.component,
    status.health,
    status.address ?? "-",
    status.memoryMb === undefined ? "-" : `${status.memoryMb} MiB`,
    status.since === undefined ? "-" : elapsed(now - Date.parse(status.since)),
    status.queriesPerSecond === undefined ? "-" : String(Math.round(status.queriesPerSecond)),
    status.groupRole ?? "-",
    status.lagSeconds === undefined ? "-" : `${Number(status.lagSeconds.toFixed(1))} s`,
  ];
}

function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

const LINE_CHARACTERS = 80;

/** What the members come to, in a line, and a line for each problem; within 80 characters. */
export function databaseLines(database: DatabaseStatus): string {
  const { members, primaries, load, problems } = database;
  const all = Object.values(members);
  const online = all.filter((each) => each === "PRIMARY" || each === "SECONDARY").length;
  const summary =
    `database: ${database.isHealthy ? "healthy" : "unhealthy"}, primary ${primaries.join(" and ") || "none"}, ` +
    `${online} of ${all.length} in the group, load ${load}`;
  const lines = problems.map(({ kind, message }) => `  ${kind}: ${message}`);
  return wrapLines([summary, ...lines].join("\n"), LINE_CHARACTERS);
}
