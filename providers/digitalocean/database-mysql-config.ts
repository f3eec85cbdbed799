import {
  type Attributes,
  type Fields,
  type ResourceType,
  type Scalar,
  textOf,
  UNKNOWN,
} from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { differs, pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";

const SETTINGS: Readonly<Record<string, Scalar>> = {
  backup_hour: "int",
  backup_minute: "int",
  binlog_retention_period: "int",
  connect_timeout: "int",
  default_time_zone: "string",
  group_concat_max_len: "int",
  information_schema_stats_expiry: "int",
  innodb_ft_min_token_size: "int",
  innodb_ft_server_stopword_table: "string",
  innodb_lock_wait_timeout: "int",
  innodb_log_buffer_size: "int",
  innodb_online_alter_log_max_size: "int",
  innodb_print_all_deadlocks: "bool",
  innodb_rollback_on_timeout: "bool",
  interactive_timeout: "int",
  internal_tmp_mem_storage_engine: "string",
  long_query_time: "float",
  max_allowed_packet: "int",
  max_heap_table_size: "int",
  net_read_timeout: "int",
  net_write_timeout: "int",
  slow_query_log: "bool",
  sort_buffer_size: "int",
  sql_mode: "string",
  sql_require_primary_key: "bool",
  tmp_table_size: "int",
  wait_timeout: "int",
};
const NAMES = Object.keys(SETTINGS);

const attributes: Attributes = {
  cluster_id: { type: "string", use: "required", forceNew: true },
  ...Object.fromEntries(
    NAMES.map((name) => [name, { type: SETTINGS[name] ?? "string", use: "optional+computed" }]),
  ),
};

/** MySQL's settings in a cluster. Those that are left out stay as they are, and nothing is set back at the end. */
export const databaseMysqlConfig: ResourceType<Api> = {
  schema: { version: 0, attributes },

  create({ client, signal }, planned) {
    return doing("creating MySQL config", signal, async () => {
      await change(client, signal, planned, chosen({}, planned));
      return stateOf(await client.get(signal, pathOf(planned)), planned);
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving MySQL config", signal, async () => {
      const answer = await client.find(signal, pathOf(stored));
      return answer && { state: stateOf(answer, stored), isLost: false };
    });
  },

  update({ client, signal }, stored, planned) {
    return doing("updating MySQL config", signal, async () => {
      await change(client, signal, planned, chosen(stored, planned));
      return stateOf(await client.get(signal, pathOf(planned)), planned);
    });
  },

  async delete() {},

  async import(_work, clusterId) {
    return { id: idFor(clusterId), cluster_id: clusterId };
  },
};

async function change(client: Api, signal: AbortSignal, planned: Fields, config: Fields): Promise<void> {
  if (Object.keys(config).length > 0) await client.send(signal, "PATCH", pathOf(planned), { config });
}

/** The settings to be changed. */
function chosen(stored: Fields, planned: Fields): Fields {
  const names = NAMES.filter((name) => {
    const value = planned[name] ?? null;
    return value !== null && value !== UNKNOWN && differs(stored, planned, name);
  });
  return pick(planned, ...names);
}

function stateOf(answer: Fields, resource: Fields): Fields {
  const clusterId = textOf(resource, "cluster_id") ?? "";
  return { id: idFor(clusterId), cluster_id: clusterId, ...pick(fieldsOf(answer, "config"), ...NAMES) };
}

function idFor(clusterId: string): string {
  return `${clusterId}/mysql-config`;
}

function pathOf(resource: Fields): string {
  return `/v2/databases/${textOf(resource, "cluster_id") ?? ""}/config`;
}
