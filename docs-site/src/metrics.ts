/** What a metric of HAProxy measures, by its name without `haproxy_` and the scope. */
const meanings: Readonly<Record<string, string>> = {
  active_servers: "Servers in use",
  backup_servers: "Backup servers in use",
  build_info: "HAProxy's version, as a label",
  bytes_in_total: "Bytes received from clients",
  bytes_out_total: "Bytes sent to clients",
  check_failures_total: "Failed health checks",
  check_up_down_total: "Changes from healthy to unhealthy",
  connection_errors_total: "Failed connections to a server",
  connections_total: "Connections accepted",
  current_connections: "Open connections",
  current_queue: "Requests that wait for a server",
  current_sessions: "Sessions in progress",
  current_ssl_connections: "Open TLS connections",
  downtime_seconds_total: "Time as unhealthy, in seconds",
  http_requests_total: "HTTP requests",
  http_responses_total: "HTTP responses, by class of the code (label code)",
  idle_time_percent: "Share of the last second without work, in percent",
  limit_sessions: "Limit of sessions",
  max_connections: "Limit of connections",
  queue_time_average_seconds: "Average time in the queue, over the last 1,024 requests",
  redispatch_warnings_total: "Requests sent to another server",
  request_errors_total: "Malformed or incomplete requests",
  requests_denied_total: "Requests refused by a rule",
  requests_total: "Requests",
  response_errors_total: "Failed or invalid responses of a server",
  response_time_average_seconds: "Average time until a server answers, over the last 1,024 requests",
  retry_warnings_total: "Retries of a connection",
  sessions_total: "Sessions",
  start_time_seconds: "Time of the start, in Unix seconds",
  status: "1 for the state in the label state, 0 for the others",
  total_time_average_seconds: "Average duration of a session, over the last 1,024",
  uptime_seconds: "Time since the start, in seconds",
};

/** A metric as the reference shows it. */
export interface Metric {
  /** As Prometheus stores it. */
  readonly name: string;
  /** process, frontend, backend or server. */
  readonly scope: string;
  readonly meaning: string;
}

/**
 * The metrics that `/metrics` of a rendered balancer configuration serves by default, in its order.
 * @throws Error where the configuration serves none, or one that has no description here
 */
export function servedMetrics(balancerConfiguration: string): readonly Metric[] {
  const [, list = ""] = /&metrics=([\w,]+)/.exec(balancerConfiguration) ?? [];
  if (list === "") throw new Error("the balancer's configuration serves no metrics");
  return list.split(",").map((name) => {
    const [, scope = "", measured = ""] = /^haproxy_([a-z]+)_(\w+)$/.exec(name) ?? [];
    const meaning = meanings[measured];
    if (meaning === undefined)
      throw new Error(`the metric ${name} has no description in docs-site/src/metrics.ts`);
    return { name, scope, meaning };
  });
}

/** The metrics of a database member. */
export const memberMetrics: readonly Omit<Metric, "scope">[] = [
  { name: "lampstand_database_up", meaning: "1 if MySQL answers its agent" },
  {
    name: "lampstand_database_state",
    meaning: "1 for the member's state in the group (label state), 0 for the others",
  },
  { name: "lampstand_database_primary", meaning: "1 if the member takes writes" },
  { name: "lampstand_database_replica", meaning: "1 if the member takes reads" },
  { name: "lampstand_database_quorum", meaning: "1 if the member reaches a majority of the group" },
  { name: "lampstand_database_view_members", meaning: "Members in this member's view of the group" },
  {
    name: "lampstand_database_lag_seconds",
    meaning: "Age of the transaction that is being applied, in seconds",
  },
  { name: "lampstand_database_lag_transactions", meaning: "Transactions that wait to be applied" },
  { name: "lampstand_database_init_failed", meaning: "1 if the first load of the database failed" },
  { name: "lampstand_database_statements_total", meaning: "Statements of clients since MySQL started" },
];
