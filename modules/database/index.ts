export { MYSQL_SERIES, seriesOf } from "./agent/decide/series.ts";
export type {
  AgentStatus,
  InitLoad,
  InitState,
  LoadProgress,
  MemberRole,
  MemberState,
  ViewMember,
} from "./agent/status.ts";
export { AGENT_PORT, GROUP_PORT, MAX_REPLICA_LAG_SECONDS, MYSQL_PORT } from "./agent/status.ts";
export { databaseImage } from "./image.ts";
export { type MySqlSettings, ordinarySqlMode, renderMyCnf } from "./my-cnf.ts";
export { databaseNeeds, groupPlace } from "./needs.ts";
export { type DatabaseOptions, MIN_MEMORY_MB } from "./options.ts";
export { type PlainSql, plainSql, readSqlFiles } from "./read-sql-files.ts";
export { initHash, stageInit } from "./stage-init.ts";
