import { foundByDns, type Section, wholeNumber } from "../haproxy/index.ts";
import { ports } from "../topology/index.ts";

/** What `/stats` shows: requests are listed at `web`, addresses at `nodes`. The other sections are between these two. */
const shownSections = ["site", "uploads", "web", "nodes", "routers"];

/** What `/metrics` holds unless the query asks for more; HAProxy has three times as many, `?scope=*` gives all. */
const scraped = {
  process: [
    ...["build_info", "start_time_seconds", "uptime_seconds", "current_connections", "max_connections"],
    ...[
      "connections_total",
      "requests_total",
      "current_ssl_connections",
      "idle_time_percent",
      "bytes_out_total",
    ],
  ],
  frontend: [
    ...[
      "current_sessions",
      "limit_sessions",
      "sessions_total",
      "http_requests_total",
      "http_responses_total",
    ],
    ...["bytes_in_total", "bytes_out_total", "request_errors_total", "requests_denied_total"],
  ],
  backend: [
    ...["status", "active_servers", "backup_servers", "current_sessions", "sessions_total", "current_queue"],
    ...["http_requests_total", "http_responses_total", "bytes_in_total", "bytes_out_total"],
    ...["queue_time_average_seconds", "response_time_average_seconds", "total_time_average_seconds"],
    ...[
      "connection_errors_total",
      "response_errors_total",
      "retry_warnings_total",
      "redispatch_warnings_total",
    ],
  ],
  server: [
    ...["status", "current_sessions", "limit_sessions", "sessions_total", "current_queue"],
    ...["http_responses_total", "bytes_in_total", "bytes_out_total"],
    ...["queue_time_average_seconds", "response_time_average_seconds", "total_time_average_seconds"],
    ...[
      "connection_errors_total",
      "response_errors_total",
      "retry_warnings_total",
      "redispatch_warnings_total",
    ],
    ...["check_failures_total", "check_up_down_total", "downtime_seconds_total"],
  ],
} as const;

const scrapedNames = Object.entries(scraped).flatMap(([scope, names]) =>
  names.map((name) => `haproxy_${scope}_${name}`),
);

/**
 * The statistics page, HAProxy's metrics for Prometheus, and the members' metrics through the routers.
 * @param routers number of database routers, 1 to 8
 */
export function status(routers: number): Section[] {
  // A deploy has the old routers and the new ones side by side.
  const places = 2 * wholeNumber("routers", routers, 1, 8);
  return [
    {
      opening: "frontend status",
      lines: [
        `bind :${ports.status}`,
        "http-request deny deny_status 405 unless METH_GET",
        `http-request set-query no-maint&metrics=${scrapedNames.join(",")} if { path /metrics } !{ query -m len gt 0 }`,
        "http-request use-service prometheus-exporter if { path /metrics }",
        "http-request redirect location /stats code 302 if { path / }",
        "stats enable",
        "stats uri /stats",
        "stats refresh 5s",
        "stats show-legends",
        ...shownSections.map((section) => `stats scope ${section}`),
        "use_backend routers if { path_beg /members/ }",
      ],
    },
    {
      opening: "backend routers",
      lines: [
        "timeout server 3s",
        "option redispatch 1",
        "option httpchk",
        "http-check send meth GET uri /healthz",
        `server-template router 1-${places} routers:${ports.agent} check inter 1s ${foundByDns}`,
      ],
    },
  ];
}
