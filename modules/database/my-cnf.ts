import { type DatabaseSettings, settingEntries } from "../config/index.ts";

/** What differs from one deploy to another in MySQL's settings. */
export interface MySqlSettings {
  /** Memory limit of the container in MiB. */
  readonly memoryMb: number;
  readonly connections: number;
  /** Whether it refuses what an ordinary server takes. @default false */
  readonly strict?: boolean;
  /** The site's own, over all others. @default {} */
  readonly settings?: DatabaseSettings;
}

/**
 * What a member needs beside the buffer pool, in MiB, as measured under load (see MIN_MEMORY_MB): mysqld, its agent, and
 * the group's message cache, which can't be smaller than 128.
 */
const BESIDE_POOL_MB = 530;
const SMALLEST_POOL_MB = 32;

/** MySQL's settings as my.cnf. What differs between members is given on the command line by the agent. */
export function renderMyCnf({ memoryMb, connections, strict = false, settings = {} }: MySqlSettings): string {
  const poolMb = Math.max(SMALLEST_POOL_MB, Math.floor(((memoryMb - BESIDE_POOL_MB) * 0.75) / 8) * 8);
  const redoMb = Math.min(1024, Math.max(16, poolMb / 2));
  return `${sections.map(([title, settings]) => section(title, settings)).join("\n")}
# memory
max_connections = ${connections}
innodb_buffer_pool_size = ${poolMb}M
innodb_redo_log_capacity = ${redoMb}M

${section(...schemaSettings(strict))}
${section(
  "# database.settings",
  settingEntries(settings).map(([name, value]) => [name, setting(value)]),
)}`;
}

/**
 * Replication identifies rows by their primary key. A table without one gets a key that `SELECT *` doesn't show, and a
 * table of another engine becomes InnoDB with a warning, as long as sql_mode has no NO_ENGINE_SUBSTITUTION.
 */
function schemaSettings(strict: boolean): [title: string, settings: readonly Setting[]] {
  if (strict) return ["# database.strict", [["sql_require_primary_key", "ON"]]];
  return [
    "# what an ordinary server takes",
    [
      ["sql_generate_invisible_primary_key", "ON"],
      ["sql_mode", `'${ordinarySqlMode}'`],
    ],
  ];
}

/** MySQL's default without NO_ENGINE_SUBSTITUTION, on both targets. */
export const ordinarySqlMode =
  "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO";

function setting(value: string | number | boolean): string | number {
  if (typeof value === "boolean") return value ? "ON" : "OFF";
  return typeof value === "number" ? value : `'${value}'`;
}

type Setting = readonly [name: string, value: string | number];

function section(title: string, settings: readonly Setting[]): string {
  return [title, ...settings.map(([name, value]) => `${name} = ${value}`), ""].join("\n");
}

const sections: readonly (readonly [title: string, settings: readonly Setting[]])[] = [
  [
    "[mysqld]",
    [
      ["user", "mysql"],
      ["datadir", "/var/lib/mysql/data"],
      ["tmpdir", "/var/lib/mysql/tmp"],
      ["socket", "/run/mysqld/mysqld.sock"],
      ["pid_file", "/run/mysqld/mysqld.pid"],
      ["log_error_verbosity", 2],
      ["log_timestamps", "UTC"],
      ["default_time_zone", "'+00:00'"],
      ["mysqlx", "OFF"],
      ["skip_name_resolve", "ON"],
      ["secure_file_priv", "NULL"],
      ["local_infile", "OFF"],
      ["plugin_load_add", "auth_socket.so"],
      ["plugin_load_add", "group_replication.so"],
      ["plugin_load_add", "mysql_clone.so"],
    ],
  ],
  [
    "# as a managed service has it, so that what works here works there",
    [
      ["character_set_server", "utf8mb4"],
      ["collation_server", "utf8mb4_0900_ai_ci"],
      ["require_secure_transport", "ON"],
      // The group replicates InnoDB only.
      ["disabled_storage_engines", "'MyISAM,BLACKHOLE,FEDERATED,ARCHIVE,MEMORY'"],
      // An app's user may make triggers and functions without rights over the whole server.
      ["log_bin_trust_function_creators", "ON"],
    ],
  ],
  [
    "# certificates, put there by the agent",
    [
      ["auto_generate_certs", "OFF"],
      ["caching_sha2_password_auto_generate_rsa_keys", "OFF"],
      ...["", "group_replication_recovery_", "clone_"].flatMap((prefix): Setting[] => [
        [`${prefix}ssl_ca`, "/run/mysqld/tls/ca.crt"],
        [`${prefix}ssl_cert`, "/run/mysqld/tls/server.crt"],
        [`${prefix}ssl_key`, "/run/mysqld/tls/server.key"],
      ]),
    ],
  ],
  [
    "# an acknowledged write survives the kill of all members at once",
    [
      ["sync_binlog", 1],
      ["innodb_flush_log_at_trx_commit", 1],
      ["gtid_mode", "ON"],
      ["enforce_gtid_consistency", "ON"],
      ["log_bin", "binlog"],
      ["relay_log", "relay"],
      // ON would drop what was received and not applied yet, which after an outage may be the only copy.
      ["relay_log_recovery", "OFF"],
      ["max_binlog_size", "64M"],
      // Two days: a member that was absent for longer is cloned.
      ["binlog_expire_logs_seconds", 172_800],
      // Only the group opens a member for writes.
      ["super_read_only", "ON"],
    ],
  ],
  [
    "# the group",
    [
      ["group_replication_group_name", "4c616d70-7374-4e64-8d64-617461626173"],
      ["group_replication_start_on_boot", "OFF"],
      ["group_replication_ssl_mode", "VERIFY_CA"],
      ["group_replication_recovery_use_ssl", "ON"],
      ["group_replication_recovery_ssl_verify_server_cert", "ON"],
      // The account that recovery needs is made just after the first bootstrap, so a try may come too early.
      ["group_replication_recovery_reconnect_interval", 1],
      ["group_replication_recovery_retry_count", 30],
      // Measured: writes again 6 s after a primary's death, in place of 21 s.
      ["group_replication_member_expel_timeout", 0],
      ["group_replication_unreachable_majority_timeout", 5],
      // The agent knows better when to try than the 5 minutes between MySQL's own tries.
      ["group_replication_autorejoin_tries", 0],
      ["group_replication_exit_state_action", "READ_ONLY"],
      ["group_replication_consistency", "BEFORE_ON_PRIMARY_FAILOVER"],
      ["group_replication_components_stop_timeout", 10],
      ["group_replication_message_cache_size", 134_217_728],
    ],
  ],
  [
    "# a connection is never ended under a request: an hour, the longest that loadBalancer.requestTimeoutSeconds allows",
    [
      ["net_read_timeout", 3600],
      ["net_write_timeout", 3600],
      ["wait_timeout", 28_800],
    ],
  ],
  [
    "# small",
    [
      ["performance_schema", "OFF"],
      ["table_open_cache", 128],
      ["table_definition_cache", 400],
      ["thread_cache_size", 8],
      // Measured: 8 MB for each.
      ["replica_parallel_workers", 2],
      ["innodb_log_buffer_size", "8M"],
      ["temptable_max_ram", "32M"],
      // A container may not set memory policies.
      ["innodb_numa_interleave", "OFF"],
    ],
  ],
];
