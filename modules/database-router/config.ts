import { AGENT_PORT, MYSQL_PORT } from "../database/index.ts";
import {
  dnsLabel,
  dockerResolvers,
  foundByDns,
  internalSocket,
  renderSections,
  type Section,
} from "../haproxy/index.ts";
import { ports } from "../topology/index.ts";

export interface RouterSettings {
  /** Ids of the database members, by which they are found in DNS. */
  readonly members: readonly string[];
}

/** A member's name resolves to two containers while one waits to replace the other. */
const containersOfOne = 2;

/**
 * Configuration of a database router: 3306 leads to the primary, 3307 to any member within lag bounds, and 8008
 * passes on the members' status and metrics.
 * @throws HaproxySettingError for an id that can't be a DNS name
 */
export function renderRouterConfig(settings: RouterSettings): string {
  const members = settings.members.map((id, index) => dnsLabel(`members.${index}`, id));
  return renderSections([
    {
      opening: "global",
      lines: [
        "log stdout format raw daemon notice",
        "maxconn 2000",
        // Passing bytes on is little work, and threads that share it wake each other.
        "nbthread 1",
        // Idle database sessions never end by themselves; sites reconnect through the other router.
        "hard-stop-after 2s",
      ],
    },
    {
      opening: "defaults",
      lines: [
        "log global",
        "timeout connect 200ms",
        "timeout check 1s",
        // MySQL's own wait_timeout: persistent connections may be idle for that long.
        "timeout client 8h",
        "timeout server 8h",
        "option clitcpka",
        "option srvtcpka",
      ],
    },
    dockerResolvers({ goneAfterMs: 500 }),
    ...route("primary", MYSQL_PORT, "/primary", "first", members),
    ...route("replicas", ports.replica, "/replica", "leastconn", members),
    ...metrics(members),
  ]);
}

/**
 * Two layers, since HAProxy 3.0 forgets a TCP connection that it ends while it is being made, and its client waits for
 * good. The outer layer ends the sessions of a member that is down; its servers are the internal sockets of the inner layer, which are
 * always open, so that none of its connections is in the making for long. The inner layer makes them to the members and
 * watches these, but ends nothing.
 */
function route(
  name: string,
  port: number,
  path: string,
  balance: "first" | "leastconn",
  members: readonly string[],
): Section[] {
  const inner = `${name}-members`;
  const doors = members
    .flatMap((id) => Array.from({ length: containersOfOne }, (_, index) => `${id}-${index + 1}`))
    .map((server, index) => internalSocket(inner, server, `${name}-${server}`, index + 1));
  return [
    {
      opening: `listen ${name}`,
      lines: [
        "mode tcp",
        `bind :${port}`,
        `balance ${balance}`,
        "default-server on-marked-down shutdown-sessions",
        ...doors.map(({ server }) => server),
      ],
    },
    {
      opening: `listen ${inner}`,
      lines: [
        "mode tcp",
        ...doors.map(({ bind }) => bind),
        "retries 1",
        "option abortonclose",
        "option httpchk",
        `http-check send meth GET uri ${path}`,
        "http-check expect status 200",
        ...doors.map(({ choice }) => choice),
        `default-server check port ${AGENT_PORT} inter 250ms fall 2 rise 1`,
        ...members.map((id) => `server-template ${id}- ${containersOfOne} ${id}:${MYSQL_PORT} ${foundByDns}`),
      ],
    },
  ];
}

/** Status and metrics of each member, read-only: what web nodes and the balancer may know of the database. */
function metrics(members: readonly string[]): Section[] {
  return [
    {
      opening: "frontend metrics",
      lines: [
        "mode http",
        `bind :${AGENT_PORT}`,
        "timeout client 5s",
        "http-request deny deny_status 405 unless METH_GET",
        "http-request return status 200 content-type text/plain string up if { path /healthz }",
        `http-request return status 404 content-type text/plain string unknown unless { path ${members.flatMap(figurePaths).join(" ")} }`,
        ...members.map((id) => `use_backend ${id} if { path ${figurePaths(id).join(" ")} }`),
      ],
    },
    ...members.map((id) => ({
      opening: `backend ${id}`,
      lines: [
        "mode http",
        "timeout server 2s",
        `http-request replace-path /members/${id}(/.*) \\1`,
        `server-template ${id}- ${containersOfOne} ${id}:${AGENT_PORT} check inter 1s ${foundByDns}`,
      ],
    })),
  ];
}

function figurePaths(id: string): string[] {
  return [`/members/${id}/status`, `/members/${id}/metrics`];
}
