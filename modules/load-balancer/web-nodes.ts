import { maxWebNodes } from "../config/index.ts";
import { foundByDns, internalSocket, type Section, wholeNumber } from "../haproxy/index.ts";
import { ports } from "../topology/index.ts";
import { reportLostNode, runsOnce, tryAgain } from "./retry.ts";

export interface WebNodeSettings {
  readonly algorithm: "leastconn" | "roundrobin";
  /** Seconds that a web node may take to answer, 1 to 3600. */
  readonly requestTimeoutSeconds: number;
  /** Requests that one web node works on at a time, 1 to 512. */
  readonly requestWorkers: number;
  /** Number of web nodes, 1 to 200. */
  readonly webNodes: number;
}

/** Web nodes keep a few workers for health checks and for the balancer's successor. */
const sparedWorkers = 2;

/**
 * Servers that discovery can find at a time: a rolling deploy has the old web nodes and the new ones side by side.
 */
function placesFor(webNodes: number): number {
  return 2 * wholeNumber("webNodes", webNodes, 1, maxWebNodes) + 1;
}

/**
 * Two layers of one HAProxy. `web` chooses a web node for each request, and tries again on another one. Its servers are
 * sockets of the inner layer, which passes requests on and watches the web nodes' health. When one freezes, that layer
 * ends the requests on it; to `web` that is a server that failed, and it tries another. Requests that a layer ends by
 * itself it never tries again, so with one layer they would wait for as long as a slow page may take. (The inner layer
 * can't be TCP: HAProxy 3.0 forgets connections that it shuts down while they are being made.)
 */
export function webNodes(settings: WebNodeSettings): Section[] {
  const workers = wholeNumber("requestWorkers", settings.requestWorkers, 1, 512);
  const maxConnections = Math.max(1, workers - sparedWorkers);
  const places = placesFor(settings.webNodes);
  const sockets = Array.from({ length: places }, (_, index) => {
    const server = `web${index + 1}`;
    return internalSocket("nodes", server, `node${index + 1}`, index + 1);
  });
  // Longer than the outer layer waits, which is the one that answers for it.
  const patienceSeconds = settings.requestTimeoutSeconds + 5;
  const patience = `timeout server ${patienceSeconds}s`;
  const balance = `balance ${settings.algorithm}`;
  const choices = sockets.map(({ choice }) => choice);
  const discovered = `server-template web 1-${places} web:${ports.http} ${foundByDns}`;
  const plain: Hop = {
    suffix: "",
    connectMs: 100,
    expectations: [],
    onError: "observe layer4 error-limit 1 on-error mark-down ",
    servers: discovered,
  };
  const tls: Hop = {
    suffix: "-tls",
    // The handshake counts, and a node whose workers are all busy is late with it: that is no reason to take it for lost.
    // Health checks find out sooner, and end the connections that are being made.
    connectMs: 5_000,
    onError: "",
    // Not sent by a web node of an earlier version, which has no TLS.
    expectations: ["http-check expect hdr name X-Lampstand-Tls"],
    servers: `server-template web 1-${places} web:${ports.https} ${overTls} ${foundByDns}`,
  };
  return [
    {
      // Bodies that don't fit into a buffer hold a worker for as long as they take, so they get a share of the workers.
      opening: "backend uploads",
      lines: [
        `timeout server ${patienceSeconds}s`,
        "retries 0",
        "option http-server-close",
        `server share abns@uploads maxconn ${Math.max(1, Math.floor((maxConnections * settings.webNodes) / 4))}`,
      ],
    },
    {
      opening: "frontend uploading",
      lines: ["bind abns@uploads", `timeout client ${patienceSeconds}s`, "default_backend web"],
    },
    {
      opening: "backend web",
      lines: [
        balance,
        ...tryAgain,
        "http-reuse safe",
        // HAProxy lets a server follow another one's checks only where both sections have this.
        "http-check disable-on-404",
        // Idle connections to the inner layer hold up a balancer that is to stop, by five seconds by default.
        "default-server pool-purge-delay 500ms",
        ...sockets.map(({ server }) => `${server} maxconn ${maxConnections}`),
        // Where no web node reaches a database, all stay in.
        `server any abns@any backup maxconn ${maxConnections * settings.webNodes}`,
      ],
    },
    {
      opening: "frontend inner",
      lines: [
        ...sockets.map(({ bind }) => bind),
        `bind abns@any id ${places + 1}`,
        `timeout client ${patienceSeconds}s`,
        ...reportLostNode,
        "use_backend anyway if { nbsrv(alive) eq 0 }",
        // A web node of an earlier version has no TLS. Until one that has is there, the header says it.
        "acl is-https req.hdr(X-Forwarded-Proto) https",
        "acl has-tls nbsrv(alive-tls) gt 0",
        `use_backend alive-tls if is-https has-tls { so_id ${places + 1} } or is-https has-tls ${runsOnce}`,
        "use_backend nodes-tls if is-https has-tls",
        `use_backend alive if { so_id ${places + 1} } or ${runsOnce}`,
        "default_backend nodes",
      ],
    },
    // Requests that came by HTTPS go to the web nodes by TLS, since there Apache knows of it by itself.
    ableNodes(plain, [patience, ...choices]),
    ableNodes(tls, [patience, ...choices]),
    aliveNodes(plain, [balance, patience, ...choices]),
    aliveNodes(tls, [balance, patience, ...choices]),
    {
      // Health checks of a machine that is starved of time may call every web node down at once. Then any that discovery
      // knows is tried, in place of a refusal.
      opening: "backend anyway",
      lines: [patience, "option http-server-close", "retries 2", "option redispatch 1", discovered],
    },
  ];
}

/** Idle connections to a web node, of each kind: there each occupies a process. */
const keptConnections = 2;

/** How the inner layer reaches the web nodes. */
interface Hop {
  /** Of its backends' names. */
  readonly suffix: string;
  readonly connectMs: number;
  /** What a connection that fails means for a server. */
  readonly onError: string;
  /** Of a health check, besides its status. */
  readonly expectations: readonly string[];
  readonly servers: string;
}

/**
 * TLS by the stack's own CA. Health checks are plain, and so as fast as the others': a handshake with a busy node may take
 * longer than a check.
 */
const overTls = [
  "ssl verify required ca-file /run/lampstand/secrets/ca.crt verifyhost web alpn http/1.1",
  `port ${ports.http} no-check-ssl`,
].join(" ");

/** Those that can do all that a page needs. A request that hangs on one that can't is retried elsewhere. */
function ableNodes(hop: Hop, lines: readonly string[]): Section {
  return {
    opening: `backend nodes${hop.suffix}`,
    lines: [
      ...lines,
      `timeout connect ${hop.connectMs}ms`,
      "timeout check 350ms",
      "option httpchk",
      "http-check send meth GET uri /nodez",
      "http-check disable-on-404",
      "http-check expect status 200",
      ...hop.expectations,
      "retries 2",
      "option redispatch 1",
      "default-server check inter 200ms fall 2 rise 2 fastinter 50ms",
      `default-server ${hop.onError}on-marked-down shutdown-sessions pool-max-conn ${keptConnections}`,
      hop.servers,
    ],
  };
}

/**
 * Those that answer. A connection is made for each request: on one that was used before, a web node that closes it because
 * it was idle looks the same as one that was lost with the request.
 */
function aliveNodes(hop: Hop, lines: readonly string[]): Section {
  return {
    opening: `backend alive${hop.suffix}`,
    lines: [
      ...lines,
      "option http-server-close",
      `timeout connect ${hop.connectMs}ms`,
      "timeout check 500ms",
      "option httpchk",
      "http-check send meth GET uri /healthz",
      "http-check disable-on-404",
      "http-check expect status 200",
      ...hop.expectations,
      "retries 2",
      "option redispatch 1",
      // Later than above: who is still connecting when a server goes down is ended too, and could not be distinguished
      // from one whose request was lost.
      "default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions",
      hop.servers,
    ],
  };
}
