import { z } from "zod";
import { type Cluster, type RuleRequest, ruleRequest } from "../account/databases.ts";
import { put } from "../account/tables.ts";
import { type Reply, unprocessable } from "../answer.ts";
import { type Call, noContent, ok, param, parse, type Route, route } from "../call.ts";
import { mysqlVersions } from "../catalog/database-sizes.ts";
import { clusterOf, keepCluster, onlineCluster } from "./database-clusters.ts";
import { rulesFrom } from "./database-rules.ts";

function change(call: Call, changes: (cluster: Cluster) => Partial<Cluster>): Reply {
  const cluster = onlineCluster(call);
  return noContent(keepCluster(call.state, { ...cluster, ...changes(cluster) }));
}

const maintenance = z.object({ day: z.string(), hour: z.string() });
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function setMaintenance(call: Call): Reply {
  const { day, hour } = parse(call, maintenance);
  if (!DAYS.includes(day.toLowerCase())) throw unprocessable(`invalid day: ${day}`);
  const [, hours = "", minutes = "00"] = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(hour) ?? [];
  if (hours === "") throw unprocessable(`invalid hour: ${hour}; write it as HH:MM`);
  const window = { day: day.toLowerCase(), hour: `${hours.padStart(2, "0")}:${minutes}` };
  return change(call, () => ({ maintenance: window }));
}

const versionRequest = z.object({ version: z.string() });

function upgrade(call: Call): Reply {
  const { version } = parse(call, versionRequest);
  if (!mysqlVersions.includes(version)) throw unprocessable(`invalid cluster engine version: ${version}`);
  return change(call, () => ({ version }));
}

const firewallRequest = z.object({ rules: z.array(ruleRequest).nullish() });

/** A replica has trusted sources of its own, under its own id. */
function setFirewall(call: Call): Reply {
  const rules: readonly RuleRequest[] = parse(call, firewallRequest).rules ?? [];
  const replica = call.state.replicas[param(call, "database_cluster_uuid")];
  if (replica === undefined)
    return change(call, (cluster) => ({ rules: rulesFrom(cluster.id, rules, call.now) }));
  const changed = { ...replica, rules: rulesFrom(replica.id, rules, call.now) };
  return noContent({ ...call.state, replicas: put(call.state.replicas, replica.id, changed) });
}

function firewall(call: Call): Reply {
  const { rules } = call.state.replicas[param(call, "database_cluster_uuid")] ?? clusterOf(call);
  return ok(call.state, { rules });
}

const cluster = "/v2/databases/{database_cluster_uuid}";

export const databaseSettingRoutes: readonly Route[] = [
  route("PUT", `${cluster}/maintenance`, setMaintenance),
  route("PUT", `${cluster}/upgrade`, upgrade),
  route("GET", `${cluster}/firewall`, firewall),
  route("PUT", `${cluster}/firewall`, setFirewall),
];
