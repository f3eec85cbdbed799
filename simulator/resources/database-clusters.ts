import { z } from "zod";
import { type Cluster, type DatabaseUser, ruleRequest } from "../account/databases.ts";
import { digestOf, timeText, uuidOf } from "../account/ids.ts";
import { nextSerial, type State, takeOutcome } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { begin, beginCreation, isDone, statusAt } from "../account/transition.ts";
import { forbidden, found, type Reply, unprocessable } from "../answer.ts";
import {
  accepted,
  type Call,
  created,
  noContent,
  ok,
  page,
  param,
  parse,
  type Route,
  route,
} from "../call.ts";
import { databaseSizeOf, mysqlVersions } from "../catalog/database-sizes.ts";
import { everywhere } from "../catalog/region-names.ts";
import { urnOf } from "../urn.ts";
import { connectionsOf } from "./database-connections.ts";
import { rulesFrom } from "./database-rules.ts";
import { assign, projectOf, release } from "./projects.ts";
import { ensureTags } from "./tags.ts";
import { vpcFor } from "./vpcs.ts";

const creation = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,62}$/, "may hold lower-case letters, digits and dashes, 2 to 63"),
  engine: z.string(),
  version: z.string().optional(),
  num_nodes: z.int(),
  size: z.string(),
  region: z.string(),
  private_network_uuid: z.string().optional(),
  tags: z.array(z.string()).nullish(),
  project_id: z.string().nullish(),
  storage_size_mib: z.int().nullish(),
  rules: z.array(ruleRequest).nullish(),
});
const resize = z.object({ size: z.string(), num_nodes: z.int(), storage_size_mib: z.int().nullish() });

function create(call: Call): Reply {
  const requested = parse(call, creation);
  if (requested.engine !== "mysql")
    throw unprocessable(`engine ${requested.engine} is not simulated: only mysql is`);
  const version = requested.version ?? "8";
  if (!mysqlVersions.includes(version)) throw unprocessable(`invalid cluster engine version: ${version}`);
  if (!everywhere.includes(requested.region)) throw unprocessable(`invalid region: ${requested.region}`);
  const storage = checkedStorage(
    requested.size,
    requested.num_nodes,
    requested.storage_size_mib ?? undefined,
  );
  if (Object.values(call.state.clusters).some(({ name }) => name === requested.name)) {
    throw unprocessable("cluster name is not available");
  }
  const fated = takeOutcome(call.state, "database");
  const placed = vpcFor(fated.state, call.now, requested.region, requested.private_network_uuid);
  const { state, serial } = nextSerial(ensureTags(placed.state, requested.tags ?? []));
  const id = uuidOf(serial);
  const cluster: Cluster = {
    id,
    name: requested.name,
    engine: "mysql",
    version,
    num_nodes: requested.num_nodes,
    size: requested.size,
    region: requested.region,
    private_network_uuid: placed.vpc.id,
    tags: requested.tags ?? [],
    storage_size_mib: storage,
    created_at: timeText(call.now),
    progress: beginCreation(call, "database", fated.outcome, "creating", "online", "failed"),
    maintenance: { day: "monday", hour: "00:00" },
    rules: rulesFrom(id, requested.rules ?? [], call.now),
    users: [
      {
        name: "doadmin",
        role: "primary",
        password: passwordFor(id, "doadmin"),
        auth_plugin: "caching_sha2_password",
      },
    ],
    dbs: ["defaultdb"],
    config: {},
  };
  const after = assign(
    { ...state, clusters: put(state.clusters, id, cluster) },
    call.now,
    urnOf("dbaas", id),
    requested.project_id ?? undefined,
  );
  return created(after, { database: shown(after, cluster, Number.NEGATIVE_INFINITY) });
}

/** Looks like the API's own passwords, and is made of nothing secret. */
export function passwordFor(clusterId: string, user: string, turn = 0): string {
  return `AVNS_${digestOf(`password ${clusterId} ${user} ${turn}`).slice(0, 20)}`;
}

/** @throws ApiError 422 where the size is unknown or can't have that many nodes. */
function checkedStorage(slug: string, nodes: number, askedMib: number | undefined): number {
  const size = databaseSizeOf(slug);
  if (size === undefined) throw unprocessable(`invalid size: ${slug}`);
  if (nodes < 1 || nodes > size.mostNodes) {
    throw unprocessable(
      `invalid num_nodes: ${nodes}; ${slug} can have ${size.mostNodes === 1 ? "1 node only" : "1 to 3 nodes"}`,
    );
  }
  // Clients send the storage of the size before with a resize: it grows to what the new one has at least.
  return Math.max(askedMib ?? 0, size.storageMib);
}

export { checkedStorage as databaseStorage };

/** The cluster of the path. @throws ApiError 404, or 403 for one whose creation failed. */
export function clusterOf(call: Call): Cluster {
  const cluster = found(call.state.clusters[param(call, "database_cluster_uuid")], "cluster not found");
  if (statusAt(cluster.progress, call.now) === "failed") throw forbidden("cluster creation failed");
  return cluster;
}

/** @throws ApiError 422 while the cluster is being made. */
export function onlineCluster(call: Call): Cluster {
  const cluster = clusterOf(call);
  if (cluster.progress.from === "creating" && !isDone(cluster.progress, call.now)) {
    throw unprocessable("cluster is not online yet");
  }
  return cluster;
}

export function keepCluster(state: State, cluster: Cluster): State {
  return { ...state, clusters: put(state.clusters, cluster.id, cluster) };
}

/** Replicas are resized through this path too, by their own id. */
function resizeNodes(call: Call): Reply {
  const requested = parse(call, resize);
  const replica = call.state.replicas[param(call, "database_cluster_uuid")];
  const progress = begin(call, "database", "resizing", "online");
  if (replica !== undefined) {
    const storage_size_mib = checkedStorage(
      requested.size,
      requested.num_nodes,
      requested.storage_size_mib ?? undefined,
    );
    const resized = { ...replica, size: requested.size, storage_size_mib, progress };
    return accepted({ ...call.state, replicas: put(call.state.replicas, replica.id, resized) });
  }
  const cluster = onlineCluster(call);
  const storage_size_mib = checkedStorage(
    requested.size,
    requested.num_nodes,
    requested.storage_size_mib ?? undefined,
  );
  if (storage_size_mib < cluster.storage_size_mib) throw unprocessable("storage can't be made smaller");
  const resized = {
    ...cluster,
    size: requested.size,
    num_nodes: requested.num_nodes,
    storage_size_mib,
    progress,
  };
  return accepted(keepCluster(call.state, resized));
}

/** Its replicas go with it. A cluster whose creation failed can be deleted: it costs until then. */
function remove(call: Call): Reply {
  const { id } = found(call.state.clusters[param(call, "database_cluster_uuid")], "cluster not found");
  const replicas = Object.values(call.state.replicas).filter(({ cluster }) => cluster === id);
  const gone = [id, ...replicas.map((replica) => replica.id)];
  const state = release(call.state, ...gone.map((each) => urnOf("dbaas", each)));
  return noContent({
    ...state,
    clusters: without(state.clusters, id),
    replicas: without(state.replicas, ...gone),
  });
}

function shown(state: State, cluster: Cluster, now: number): object {
  const status = statusAt(cluster.progress, now);
  const { progress: _progress, maintenance, rules, users, dbs, config: _config, ...fields } = cluster;
  return {
    ...fields,
    semantic_version: "8.0.35",
    status: status === "failed" ? "creating" : status,
    db_names: dbs,
    ...connectionsOf(cluster.name, users[0]?.password ?? ""),
    users: users.map(shownUser),
    maintenance_window: { ...maintenance, pending: false, description: [] },
    project_id: projectOf(state, urnOf("dbaas", cluster.id)),
    rules,
    metrics_endpoints: [{ host: connectionsOf(cluster.name, "").connection.host, port: 9273 }],
    version_end_of_life: "2026-04-30T00:00:00Z",
    version_end_of_availability: "2026-04-30T00:00:00Z",
  };
}

export function shownUser({ auth_plugin, ...user }: DatabaseUser): object {
  return { ...user, mysql_settings: { auth_plugin } };
}

function list(call: Call): Reply {
  const tag = call.query.get("tag_name");
  const rows = Object.values(call.state.clusters).filter((each) => tag === null || each.tags.includes(tag));
  return page(call, "databases", rows, (each) => shown(call.state, each, call.now));
}

export const databaseClusterRoutes: readonly Route[] = [
  route("GET", "/v2/databases", list),
  route("POST", "/v2/databases", create),
  route("GET", "/v2/databases/{database_cluster_uuid}", (call) =>
    ok(call.state, { database: shown(call.state, clusterOf(call), call.now) }),
  ),
  route("DELETE", "/v2/databases/{database_cluster_uuid}", remove),
  route("PUT", "/v2/databases/{database_cluster_uuid}/resize", resizeNodes),
];
