import { maxWebNodes } from "../config/index.ts";
import { doorTo, foundByDns, type Section, wholeNumber } from "../haproxy/index.ts";
import { ports } from "../topology/index.ts";

export interface WebNodeSettings {
  readonly algorithm: "leastconn" | "roundrobin";
  /** Seconds that a web node may take to answer, 1 to 3600. */
  readonly requestTimeoutSeconds: number;
  /** Requests that one web node works on at a time, 1 to 512. */
  readonly requestWorkers: number;
}

/** Where `nodes` is entered, for each web node that discovery has a place for. */
const doors = Array.from({ length: maxWebNodes }, (_, index) => {
  const server = `web${index + 1}`;
  return doorTo("nodes", server, server, index + 1);
});

/** Web nodes keep a few workers for health checks and for the balancer's successor. */
const sparedWorkers = 2;

/** What one layer answers to the other where it lost a web node: a status that is tried again, unlike an app's own 503. */
export const lostNode = {
  path: "/etc/haproxy/lost-node.http",
  answer: "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
} as const;

/**
 * Two layers of one HAProxy. `web` chooses a web node for each request, and tries again on another one. Its servers are
 * doors to `nodes`, which passes requests on and watches the web nodes' health. When one freezes, `nodes` ends the
 * requests on it; to `web` that is a server that failed, and it tries another. Requests that a layer ends by itself it
 * never tries again, so with one layer they would wait for as long as a slow page may take. (The inner layer can't be
 * TCP: HAProxy 3.0 forgets connections that it shuts down while they are being made.)
 */
export function webNodes(settings: WebNodeSettings): Section[] {
  const workers = wholeNumber("requestWorkers", settings.requestWorkers, 1, 512);
  const maxConnections = Math.max(1, workers - sparedWorkers);
  // Longer than the outer layer waits, which is the one that answers for it.
  const patienceSeconds = settings.requestTimeoutSeconds + 5;
  return [
    {
      opening: "backend web",
      lines: [
        `balance ${settings.algorithm}`,
        // A lost web node's requests go to another one, POST included: writes are to be idempotent.
        // An answer of 503 is the site's own word about its database, and asking again would only add load.
        "retry-on conn-failure empty-response junk-response response-timeout 502 504",
        // Each within 200 ms where a node can't be reached, and a machine starved of time can lose them all for a second.
        "retries 6",
        "option redispatch 1",
        "http-reuse safe",
        // Idle connections to the inner layer hold up a balancer that is to stop, by five seconds if nothing is said.
        "default-server pool-purge-delay 500ms",
        ...doors.map(({ server }) => `${server} maxconn ${maxConnections}`),
        "server anyway abns@anyway backup",
      ],
    },
    {
      opening: "listen nodes",
      lines: [
        `errorfile 503 ${lostNode.path}`,
        ...doors.map(({ bind }) => bind),
        `timeout client ${patienceSeconds}s`,
        `timeout server ${patienceSeconds}s`,
        "option httpchk",
        "http-check send meth GET uri /healthz",
        "http-check expect status 200",
        "retries 0",
        ...doors.map(({ choice }) => choice),
        "default-server check inter 200ms fall 2 rise 1 observe layer4 error-limit 1 on-error mark-down on-marked-down shutdown-sessions",
        `server-template web 1-${maxWebNodes} web:${ports.http} ${foundByDns}`,
      ],
    },
    {
      // Health checks of a machine that is starved of time may call every web node down at once. Then any that discovery
      // knows is tried, in place of a refusal.
      opening: "listen anyway",
      lines: [
        `errorfile 503 ${lostNode.path}`,
        "bind abns@anyway",
        `timeout client ${patienceSeconds}s`,
        `timeout server ${patienceSeconds}s`,
        "retries 2",
        "option redispatch 1",
        `server-template web 1-${maxWebNodes} web:${ports.http} ${foundByDns}`,
      ],
    },
  ];
}
