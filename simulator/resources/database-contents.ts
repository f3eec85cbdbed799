import { z } from "zod";
import type { Cluster, DatabaseUser } from "../account/databases.ts";
import { found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { clusterOf, keepCluster, onlineCluster, passwordFor, shownUser } from "./database-clusters.ts";

const AUTH_PLUGINS = ["caching_sha2_password", "mysql_native_password"] as const;
const mysqlSettings = z.object({ auth_plugin: z.enum(AUTH_PLUGINS) });
const userRequest = z.object({ name: z.string().min(1).max(32), mysql_settings: mysqlSettings.nullish() });
const resetRequest = z.object({ mysql_settings: mysqlSettings.nullish() });
const dbRequest = z.object({ name: z.string().min(1).max(64) });

function addUser(call: Call): Reply {
  const cluster = onlineCluster(call);
  const { name, mysql_settings } = parse(call, userRequest);
  if (cluster.users.some((user) => user.name === name)) throw unprocessable(`user ${name} already exists`);
  const user: DatabaseUser = {
    name,
    role: "normal",
    password: passwordFor(cluster.id, name),
    auth_plugin: mysql_settings?.auth_plugin ?? "caching_sha2_password",
  };
  const state = keepCluster(call.state, { ...cluster, users: [...cluster.users, user] });
  return created(state, { user: shownUser(user) });
}

function userOf(call: Call, cluster: Cluster): DatabaseUser {
  const name = param(call, "username");
  return found(cluster.users.find((user) => user.name === name));
}

function keepUser(call: Call, cluster: Cluster, user: DatabaseUser) {
  const users = cluster.users.map((each) => (each.name === user.name ? user : each));
  return keepCluster(call.state, { ...cluster, users });
}

function resetAuth(call: Call): Reply {
  const cluster = onlineCluster(call);
  const user = userOf(call, cluster);
  const auth_plugin = parse(call, resetRequest).mysql_settings?.auth_plugin ?? user.auth_plugin;
  const turn = Number.parseInt(user.password.slice(-6), 16);
  const reset = { ...user, auth_plugin, password: passwordFor(cluster.id, user.name, turn + 1) };
  return ok(keepUser(call, cluster, reset), { user: shownUser(reset) });
}

function removeUser(call: Call): Reply {
  const cluster = onlineCluster(call);
  const user = userOf(call, cluster);
  if (user.role === "primary") throw unprocessable("the primary user can't be deleted");
  return noContent(
    keepCluster(call.state, { ...cluster, users: cluster.users.filter(({ name }) => name !== user.name) }),
  );
}

function addDb(call: Call): Reply {
  const cluster = onlineCluster(call);
  const { name } = parse(call, dbRequest);
  if (cluster.dbs.includes(name)) throw unprocessable(`database ${name} already exists`);
  return created(keepCluster(call.state, { ...cluster, dbs: [...cluster.dbs, name] }), { db: { name } });
}

function dbOf(call: Call, cluster: Cluster): string {
  const name = param(call, "database_name");
  return found(cluster.dbs.find((db) => db === name));
}

function removeDb(call: Call): Reply {
  const cluster = onlineCluster(call);
  const gone = dbOf(call, cluster);
  return noContent(keepCluster(call.state, { ...cluster, dbs: cluster.dbs.filter((db) => db !== gone) }));
}

const users = "/v2/databases/{database_cluster_uuid}/users";
const dbs = "/v2/databases/{database_cluster_uuid}/dbs";

export const databaseContentRoutes: readonly Route[] = [
  route("GET", users, (call) => page(call, "users", clusterOf(call).users, shownUser)),
  route("POST", users, addUser),
  route("GET", `${users}/{username}`, (call) =>
    ok(call.state, { user: shownUser(userOf(call, clusterOf(call))) }),
  ),
  route("DELETE", `${users}/{username}`, removeUser),
  // Its settings are those of other engines: for MySQL there is nothing to change.
  route("PUT", `${users}/{username}`, (call) =>
    created(call.state, { user: shownUser(userOf(call, onlineCluster(call))) }),
  ),
  route("POST", `${users}/{username}/reset_auth`, resetAuth),
  route("GET", dbs, (call) => page(call, "dbs", clusterOf(call).dbs, (name) => ({ name }))),
  route("POST", dbs, addDb),
  route("GET", `${dbs}/{database_name}`, (call) =>
    ok(call.state, { db: { name: dbOf(call, clusterOf(call)) } }),
  ),
  route("DELETE", `${dbs}/{database_name}`, removeDb),
];
