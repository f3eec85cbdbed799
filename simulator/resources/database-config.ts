import { z } from "zod";
import { type Reply, unprocessable } from "../answer.ts";
import { type Call, noContent, ok, parse, type Route, route } from "../call.ts";
import { databaseCa } from "../catalog/database-ca.ts";
import { databaseSizes, mysqlVersions } from "../catalog/database-sizes.ts";
import { everywhere } from "../catalog/region-names.ts";
import { clusterOf, keepCluster, onlineCluster } from "./database-clusters.ts";

/** What a new MySQL cluster of DigitalOcean has set. */
const defaults = {
  sql_mode:
    "ANSI,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE,STRICT_ALL_TABLES",
  backup_hour: 3,
  backup_minute: 12,
  connect_timeout: 10,
  default_time_zone: "SYSTEM",
  max_allowed_packet: 67108864,
  sort_buffer_size: 262144,
  sql_require_primary_key: true,
  wait_timeout: 28800,
} as const;

const patchRequest = z.object({ config: z.record(z.string(), z.unknown()) });
const sqlModeRequest = z.object({ sql_mode: z.string() });
const SQL_MODE = /^[A-Z_]*(,[A-Z_]+)*$/;

function patch(call: Call): Reply {
  const cluster = onlineCluster(call);
  const { config } = parse(call, patchRequest);
  const patched = { ...cluster, config: { ...cluster.config, ...config } };
  return { state: keepCluster(call.state, patched), status: 200 };
}

function setSqlMode(call: Call): Reply {
  const cluster = onlineCluster(call);
  const { sql_mode } = parse(call, sqlModeRequest);
  if (!SQL_MODE.test(sql_mode)) throw unprocessable(`invalid sql_mode: ${sql_mode}`);
  return noContent(keepCluster(call.state, { ...cluster, config: { ...cluster.config, sql_mode } }));
}

function options(call: Call): Reply {
  const layouts = [1, 2, 3].map((num_nodes) => ({
    num_nodes,
    sizes: databaseSizes.filter(({ mostNodes }) => mostNodes >= num_nodes).map(({ slug }) => slug),
  }));
  return ok(call.state, {
    options: { mysql: { regions: everywhere, versions: mysqlVersions, layouts } },
    version_availability: {
      mysql: mysqlVersions.map((version) => ({
        version,
        end_of_life: "2026-04-30T00:00:00Z",
        end_of_availability: null,
      })),
    },
  });
}

const cluster = "/v2/databases/{database_cluster_uuid}";

export const databaseConfigRoutes: readonly Route[] = [
  route("GET", "/v2/databases/options", options),
  route("GET", `${cluster}/config`, (call) =>
    ok(call.state, { config: { ...defaults, ...clusterOf(call).config } }),
  ),
  route("PATCH", `${cluster}/config`, patch),
  route("GET", `${cluster}/sql_mode`, (call) =>
    ok(call.state, { sql_mode: clusterOf(call).config.sql_mode ?? defaults.sql_mode }),
  ),
  route("PUT", `${cluster}/sql_mode`, setSqlMode),
  route("GET", `${cluster}/ca`, (call) => {
    clusterOf(call);
    return ok(call.state, { ca: { certificate: Buffer.from(databaseCa).toString("base64") } });
  }),
];
