import type { Attributes, Value } from "../plugin/index.ts";
import { between, checkTags, ofLength, oneOf } from "./checks.ts";
import { connectionAttributes } from "./database-connection.ts";
import { lowerCase } from "./stored-form.ts";

const ONLY_MYSQL = "Only MySQL clusters are implemented.";
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The attributes of a digitalocean_database_cluster, state version 0. */
export const clusterAttributes: Attributes = {
  ...connectionAttributes,
  backup_restore: {
    type: "blocks",
    nesting: "list",
    use: "optional",
    maxItems: 1,
    refused: "Restore a backup in the control panel, then import the new cluster.",
    attributes: {
      backup_created_at: { type: "string", use: "optional" },
      database_name: { type: "string", use: "required" },
    },
  },
  engine: { type: "string", use: "required", forceNew: true, check: oneOf("mysql") },
  eviction_policy: { type: "string", use: "optional", refused: ONLY_MYSQL },
  maintenance_window: {
    type: "blocks",
    nesting: "list",
    use: "optional",
    attributes: {
      day: { type: "string", use: "required", check: oneOf(...DAYS) },
      hour: { type: "string", use: "required", same: sameHour },
    },
  },
  metrics_endpoints: { type: "list", element: "string", use: "computed" },
  name: { type: "string", use: "required", forceNew: true, check: ofLength(3, 63) },
  node_count: { type: "int", use: "required", check: between(1, 3) },
  private_network_uuid: { type: "string", use: "optional+computed", forceNew: true },
  project_id: { type: "string", use: "optional+computed", forceNew: true },
  region: { type: "string", use: "required", normalize: lowerCase },
  size: { type: "string", use: "required" },
  sql_mode: { type: "string", use: "optional" },
  storage_size_mib: { type: "string", use: "optional+computed" },
  tags: { type: "set", element: "string", use: "optional", check: checkTags },
  ui_database: { type: "string", use: "computed" },
  ui_host: { type: "string", use: "computed" },
  ui_password: { type: "string", use: "computed", sensitive: true },
  ui_port: { type: "int", use: "computed" },
  ui_uri: { type: "string", use: "computed", sensitive: true },
  ui_user: { type: "string", use: "computed" },
  urn: { type: "string", use: "computed" },
  version: { type: "string", use: "optional" },
};

/** The API answers an hour with seconds. */
function sameHour(stored: Value, configured: Value): boolean {
  return hourAndMinute(stored) === hourAndMinute(configured);
}

function hourAndMinute(value: Value): string {
  return String(value).split(":").slice(0, 2).join(":");
}
