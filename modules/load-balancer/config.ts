import { type ResolvedConfig, trustsThisMachine } from "../config/index.ts";
import { dockerResolvers, quoted, renderSections, type Section, wholeNumber } from "../haproxy/index.ts";
import { ports } from "../topology/index.ts";
import { markRetryable, type Retry } from "./retry.ts";
import { status } from "./status.ts";
import { type WebNodeSettings, webNodes } from "./web-nodes.ts";

export interface BalancerSettings extends WebNodeSettings {
  readonly redirectToHttps: boolean;
  /** Networks (CIDR) whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies: readonly string[];
  /** Port at which clients reach HTTPS, where HTTP is redirected to. */
  readonly httpsPort: number;
  /** MiB, 1 to 4096; a larger request is answered with 413. */
  readonly maxRequestBodyMb: number;
  readonly retry: Retry;
  /** Name of the user's own certificate among the balancer's secrets. @default none */
  readonly certificateFile?: string | undefined;
  /** Number of database routers, 1 to 8. */
  readonly routers: number;
}

/** How long a client may keep an idle connection. */
const keepAliveSeconds = 30;

/** The load balancer's part of a config. @param certificateFile name of the user's own certificate among its secrets */
export function balancerSettings(
  { loadBalancer, web, database }: ResolvedConfig,
  certificateFile?: string,
): BalancerSettings {
  return {
    certificateFile,
    ...loadBalancer,
    // Docker passes connections of this machine on by addresses of its own, and then there are no others.
    trustedProxies: trustsThisMachine(loadBalancer) ? ["0.0.0.0/0", "::/0"] : loadBalancer.trustedProxies,
    requestWorkers: web.requestWorkers,
    webNodes: web.nodes,
    routers: database.routers,
  };
}

/**
 * Configuration of the load balancer.
 * @throws HaproxySettingError for a setting out of range
 */
export function renderBalancerConfig(settings: BalancerSettings): string {
  const requestSeconds = wholeNumber("requestTimeoutSeconds", settings.requestTimeoutSeconds, 1, 3600);
  return renderSections([
    {
      opening: "global",
      lines: [
        "log stdout format raw daemon notice",
        "user haproxy",
        "group haproxy",
        // Beyond about 4000 the container's limit of open files is reached.
        "maxconn 4000",
        // After a reload the previous process may finish its requests and wait for its idle connections to close.
        `hard-stop-after ${Math.max(requestSeconds, keepAliveSeconds) + 5}s`,
        "mworker-max-reloads 3",
        // Its successor starts with what it knew of the web nodes: see files/lampstand-reload.
        "stats socket ipv4@127.0.0.1:8406 level operator",
        "server-state-file /tmp/servers",
        "ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets",
        "ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305",
      ],
    },
    {
      opening: "defaults",
      lines: [
        "mode http",
        "log global",
        "option dontlognull",
        // After a reload a client's idle connection ends with the next answer on it, never under a request.
        "option idle-close-on-response",
        "load-server-state-from-file global",
        "timeout connect 200ms",
        "timeout check 1s",
        "timeout http-request 10s",
        `timeout http-keep-alive ${keepAliveSeconds}s`,
        // Never the first to end a request: an answer may be silent for as long as a web node may take.
        `timeout client ${Math.max(keepAliveSeconds, requestSeconds + 5)}s`,
        "timeout queue 10s",
        `timeout server ${requestSeconds}s`,
      ],
    },
    // Health checks are faster, and know who reached a web node before it was lost.
    dockerResolvers({ goneAfterMs: 2_000 }),
    site(settings),
    ...webNodes(settings),
    ...status(settings.routers),
  ]);
}

function site(settings: BalancerSettings): Section {
  const maxBytes = wholeNumber("maxRequestBodyMb", settings.maxRequestBodyMb, 1, 4096) * 1_048_576;
  const tooLarge = `The request is larger than ${settings.maxRequestBodyMb} MiB, which web.maxUploadMb or loadBalancer.maxRequestBodyMb allows.`;
  // The first one answers for names that neither has.
  const certificates = [settings.certificateFile ?? [], "balancer.pem"].flat();
  const httpsPort = wholeNumber("httpsPort", settings.httpsPort, 1, 65535);
  return {
    opening: "frontend site",
    lines: [
      `bind :${ports.http}`,
      `bind :${ports.https} ssl ${certificates.map((file) => `crt /run/lampstand/secrets/${file}`).join(" ")} alpn h2,http/1.1`,
      `http-request deny deny_status 413 content-type text/plain string ${quoted(tooLarge)} if { req.hdr_val(content-length) gt ${maxBytes} }`,
      "http-request set-var(txn.https) bool(true) if { ssl_fc }",
      ...believed(settings.trustedProxies),
      ...(settings.redirectToHttps ? redirects(httpsPort) : []),
      // A client's own claim about its address is dropped.
      "http-request del-header X-Forwarded- -m beg",
      "http-request del-header Forwarded",
      "http-request set-header X-Forwarded-For %[src]",
      // MediaWiki and others take a request that has the header as one to port 80 or 443, whatever its Host says.
      "http-request set-header X-Forwarded-Proto https if { var(txn.https) -m bool }",
      "http-request set-header X-Forwarded-Host %[req.hdr(host)]",
      "unique-id-format %[uuid]",
      "unique-id-header X-Request-ID",
      "http-request del-header X-Request-ID",
      // A client that sends its body slowly holds no web node up meanwhile.
      "http-request wait-for-body time 10s",
      ...markRetryable(settings.retry),
      "use_backend uploads if !is-whole",
      "default_backend web",
    ],
  };
}

/** Proxies in a row that are followed to the visitor. */
const maxProxies = 4;

/** What a trusted proxy says of the visitor's address and scheme. The last address in the header is the one that it saw. */
function believed(networks: readonly string[]): string[] {
  if (networks.length === 0) return [];
  const isTrusted = `{ src ${networks.join(" ")} }`;
  return [
    `http-request set-var(txn.trusted) bool(true) if ${isTrusted}`,
    "http-request unset-var(txn.https) if { var(txn.trusted) -m bool } { req.hdr(X-Forwarded-Proto) -m found }",
    "http-request set-var(txn.https) bool(true) if { var(txn.trusted) -m bool } { req.hdr(X-Forwarded-Proto) -i https }",
    ...Array.from({ length: maxProxies }, (_, index) => {
      const place = `X-Forwarded-For,-${index + 1}`;
      return `http-request set-src req.hdr_ip(${place}) if ${isTrusted} { req.hdr_ip(${place}) -m found }`;
    }),
  ];
}

/** A visitor of a proxy is sent to where the proxy answers HTTPS, not to a port of the stack. */
function redirects(httpsPort: number): string[] {
  const redirect = (port: string) =>
    `http-request redirect location https://%[req.hdr(host),field(1,:)]${port}%[pathq] code 308 if !{ var(txn.https) -m bool }`;
  return [`${redirect("")} { var(txn.trusted) -m bool }`, redirect(`:${httpsPort}`)];
}
