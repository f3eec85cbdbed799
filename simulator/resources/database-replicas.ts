import { z } from "zod";
import type { Replica } from "../account/databases.ts";
import { timeText, uuidOf } from "../account/ids.ts";
import { nextSerial, takeOutcome } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { beginCreation, isDone, statusAt } from "../account/transition.ts";
import { forbidden, found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { databaseSizeOf } from "../catalog/database-sizes.ts";
import { everywhere } from "../catalog/region-names.ts";
import { urnOf } from "../urn.ts";
import { clusterOf, databaseStorage, onlineCluster } from "./database-clusters.ts";
import { connectionsOf } from "./database-connections.ts";
import { assign, projectOf, release } from "./projects.ts";
import { ensureTags } from "./tags.ts";
import { vpcFor } from "./vpcs.ts";

const creation = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,62}$/, "may hold lower-case letters, digits and dashes, 2 to 63"),
  region: z.string().nullish(),
  size: z.string(),
  private_network_uuid: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  storage_size_mib: z.int().nullish(),
});

function create(call: Call): Reply {
  const cluster = onlineCluster(call);
  const requested = parse(call, creation);
  const region = requested.region || cluster.region;
  const { size } = requested;
  if (!everywhere.includes(region)) throw unprocessable(`invalid region: ${region}`);
  const storage = databaseStorage(size, 1, requested.storage_size_mib ?? undefined);
  if ((databaseSizeOf(size)?.storageMib ?? 0) < (databaseSizeOf(cluster.size)?.storageMib ?? 0)) {
    throw unprocessable(`invalid size: ${size} is smaller than the cluster's ${cluster.size}`);
  }
  if (replicasOf(call, cluster.id).some(({ name }) => name === requested.name)) {
    throw unprocessable("replica name is not available");
  }
  const fated = takeOutcome(call.state, "replica");
  const vpc =
    requested.private_network_uuid || (region === cluster.region ? cluster.private_network_uuid : undefined);
  const placed = vpcFor(fated.state, call.now, region, vpc);
  const { state, serial } = nextSerial(ensureTags(placed.state, requested.tags ?? []));
  const replica: Replica = {
    id: uuidOf(serial),
    cluster: cluster.id,
    name: requested.name,
    size,
    region,
    private_network_uuid: placed.vpc.id,
    tags: requested.tags ?? [],
    storage_size_mib: storage,
    created_at: timeText(call.now),
    password: cluster.users[0]?.password ?? "",
    rules: [],
    progress: beginCreation(call, "replica", fated.outcome, "creating", "online", "failed"),
  };
  const withReplica = { ...state, replicas: put(state.replicas, replica.id, replica) };
  const project = projectOf(withReplica, urnOf("dbaas", cluster.id));
  const after = assign(withReplica, call.now, urnOf("dbaas", replica.id), project);
  return created(after, { replica: shown(replica, Number.NEGATIVE_INFINITY) });
}

function replicasOf(call: Call, clusterId: string): readonly Replica[] {
  return Object.values(call.state.replicas).filter(({ cluster }) => cluster === clusterId);
}

function named(call: Call): Replica {
  const name = param(call, "replica_name");
  return found(replicasOf(call, clusterOf(call).id).find((each) => each.name === name));
}

/** @throws ApiError 403 for one whose creation failed. */
function replicaOf(call: Call): Replica {
  const replica = named(call);
  if (statusAt(replica.progress, call.now) === "failed") throw forbidden("replica creation failed");
  return replica;
}

function remove(call: Call): Reply {
  const { id } = named(call);
  const state = release(call.state, urnOf("dbaas", id));
  return noContent({ ...state, replicas: without(state.replicas, id) });
}

/** A promoted replica becomes a cluster of its own, under its own id. */
function promote(call: Call): Reply {
  const replica = replicaOf(call);
  if (!isDone(replica.progress, call.now)) throw unprocessable("replica is not online yet");
  const source = clusterOf(call);
  const { cluster: _cluster, password: _password, progress: _progress, ...fields } = replica;
  const promoted = {
    ...source,
    ...fields,
    num_nodes: 1,
    progress: { from: "online", to: "online", at: call.now },
  } as const;
  return noContent({
    ...call.state,
    clusters: put(call.state.clusters, replica.id, promoted),
    replicas: without(call.state.replicas, replica.id),
  });
}

function shown(replica: Replica, now: number): object {
  const { cluster: _cluster, password, rules: _rules, progress, ...fields } = replica;
  const status = statusAt(progress, now);
  return {
    ...fields,
    status: status === "failed" ? "creating" : status,
    ...connectionsOf(replica.name, password),
  };
}

export const databaseReplicaRoutes: readonly Route[] = [
  route("GET", "/v2/databases/{database_cluster_uuid}/replicas", (call) =>
    page(call, "replicas", replicasOf(call, clusterOf(call).id), (each) => shown(each, call.now)),
  ),
  route("POST", "/v2/databases/{database_cluster_uuid}/replicas", create),
  route("GET", "/v2/databases/{database_cluster_uuid}/replicas/{replica_name}", (call) =>
    ok(call.state, { replica: shown(replicaOf(call), call.now) }),
  ),
  route("DELETE", "/v2/databases/{database_cluster_uuid}/replicas/{replica_name}", remove),
  route("PUT", "/v2/databases/{database_cluster_uuid}/replicas/{replica_name}/promote", promote),
];
