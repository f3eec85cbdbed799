/**
 * Which requests that reached a web node may be tried again on another one. `safe`: GET, HEAD, OPTIONS, and those that
 * carry an idempotency key. `all`: every request. `never`: none. Requests that reached no web node always may.
 */
export type Retry = "safe" | "all" | "never";

/** Set by the outer layer for the inner one; neither a client's nor a web node's own one passes. */
const retryHeader = "X-Lampstand-Retry";
/** Set by the inner layer for the outer one: the site's own answer has the status that means a lost web node. */
const ownStatusHeader = "X-Lampstand-Own-Status";

/**
 * What the inner layer answers to the outer one for a lost web node. HAProxy tries only some statuses again; of these,
 * 425 is the one that a site behind a proxy has no use for. A site's own 425 travels as `disguise`.
 */
const lostStatus = 425;
const disguise = 400;

/**
 * Lines of a frontend that mark a request for the layers behind it. Only what HAProxy holds as a whole can be sent a
 * second time, so the lines have to come after the one that waits for the body.
 */
export function markRetryable(retry: Retry): string[] {
  const mark = `http-request set-header ${retryHeader} yes if is-whole`;
  return [
    "acl is-whole internal.htx.has_eom",
    `http-request del-header ${retryHeader}`,
    ...(retry === "all" ? [mark] : []),
    ...(retry === "safe"
      ? [
          "acl is-safe method GET HEAD OPTIONS",
          "acl has-key-header req.hdr(Idempotency-Key) -m len gt 0",
          "acl is-form req.hdr(Content-Type) -i -m beg application/x-www-form-urlencoded",
          "acl has-key-field req.body_param(idempotency_key) -m len gt 0",
          "acl is-multipart req.hdr(Content-Type) -i -m beg multipart/form-data",
          `acl has-key-part req.body -m sub 'name="idempotency_key"'`,
          `${mark} is-safe`,
          `${mark} has-key-header`,
          `${mark} is-form has-key-field`,
          `${mark} is-multipart has-key-part`,
        ]
      : []),
  ];
}

/** Condition, in the outer layer, of a request that runs once if it reaches a web node at all. */
const runsOnceHere = `!{ req.hdr(${retryHeader}) -m found }`;

/**
 * Lines of the outer layer's backend.
 *
 * When HAProxy 3.0 ends a request because its server was marked down, it closes the client's connection without an
 * answer; so the inner layer does to the outer one. That answers the client with 502, but only on a connection that is
 * new: on one that was used before, it closes as well. Requests that run once get new ones by a value of the "type of
 * service" field (HAProxy reuses connections only with the same one; on these sockets it does nothing else), and
 * `reportLostNode` closes them afterwards.
 */
export const tryAgain: readonly string[] = [
  `retry-on conn-failure empty-response ${lostStatus}`,
  // Each is up to three connections of the inner layer, of 200 ms where a node can't be reached.
  "retries 3",
  "option redispatch 1",
  `http-request disable-l7-retry if ${runsOnceHere}`,
  `http-request set-bc-tos 4 if ${runsOnceHere}`,
  `http-response return status 502 content-type text/plain string "The web node was lost." if { status ${lostStatus} }`,
  `http-response set-status ${lostStatus} if { res.hdr(${ownStatusHeader}) -m found }`,
  `http-response del-header ${ownStatusHeader}`,
];

/** Condition, in the inner layer, of a request that runs once if it reaches a web node at all. */
export const runsOnce = "!{ var(txn.retry) -m found }";

/**
 * Lines of the inner layer's frontend: they distinguish a lost web node from an answer of the site. Where HAProxy answers by
 * itself, 503 is a node that was not reached, and 502 one that ended the connection (termination state S). Its other
 * 502 is an answer that is no HTTP (P): the site's own. A request that it ended because the node was marked down (D) is
 * answered 500, where it is answered at all.
 */
export const reportLostNode: readonly string[] = [
  `http-request set-var(txn.retry) req.hdr(${retryHeader})`,
  `http-request del-header ${retryHeader}`,
  `http-response del-header ${ownStatusHeader}`,
  `http-response set-header ${ownStatusHeader} ${lostStatus} if { status ${lostStatus} }`,
  `http-response set-status ${disguise} if { status ${lostStatus} }`,
  "http-response set-var(txn.answered) bool(true)",
  "acl is-answered var(txn.answered) -m bool",
  `http-after-response set-status ${lostStatus} if !is-answered { status 503 }`,
  "acl is-lost txn.sess_term_state -m beg S D",
  "http-after-response set-status 502 if !is-answered { status 500 } is-lost",
  `http-after-response set-status ${lostStatus} if !is-answered { status 502 } is-lost { var(txn.retry) -m found }`,
  `http-after-response set-header Connection close if ${runsOnce}`,
];
