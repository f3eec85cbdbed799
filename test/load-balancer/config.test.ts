import assert from "node:assert/strict";
import { test } from "node:test";
import { maxWebNodes } from "../../modules/config/index.ts";
import { HaproxySettingError } from "../../modules/haproxy/index.ts";
import {
  type BalancerSettings,
  balancerImage,
  balancerNeeds,
  renderBalancerConfig,
} from "../../modules/load-balancer/index.ts";

const settings: BalancerSettings = {
  algorithm: "leastconn",
  redirectToHttps: false,
  trustedProxies: [],
  httpsPort: 8443,
  maxRequestBodyMb: 64,
  requestTimeoutSeconds: 30,
  requestWorkers: 24,
  webNodes: 2,
  routers: 2,
  retry: "safe",
};

function linesOf(changes: Partial<BalancerSettings>): string[] {
  return renderBalancerConfig({ ...settings, ...changes })
    .split("\n")
    .map((line) => line.trim());
}

/** Lines that a change of settings takes away and brings. */
function difference(changes: Partial<BalancerSettings>, base: Partial<BalancerSettings> = {}) {
  const before = linesOf(base);
  const after = linesOf({ ...base, ...changes });
  return {
    gone: before.filter((line) => !after.includes(line)),
    come: after.filter((line) => !before.includes(line)),
  };
}

const toHttps = (port: string) =>
  `http-request redirect location https://%[req.hdr(host),field(1,:)]${port}%[pathq] code 308 if !{ var(txn.https) -m bool }`;
const tooLarge = (megabytes: number) =>
  `http-request deny deny_status 413 content-type text/plain string 'The request is larger than ${megabytes} MiB, which web.maxUploadMb or loadBalancer.maxRequestBodyMb allows.' if { req.hdr_val(content-length) gt ${megabytes * 1_048_576} }`;
/** A server for each place: twice the web nodes, for a rolling deploy, and one. */
const places = 5;
const nodes = (connections: number) =>
  Array.from(
    { length: places },
    (_, index) =>
      `server web${index + 1} abns@node${index + 1} track nodes/web${index + 1} maxconn ${connections}`,
  );

test("each setting changes its own line and no other", () => {
  assert.deepEqual(difference({ algorithm: "roundrobin" }), {
    gone: Array(3).fill("balance leastconn"),
    come: Array(3).fill("balance roundrobin"),
  });
  assert.deepEqual(difference({ redirectToHttps: true }), {
    gone: [],
    come: [`${toHttps("")} { var(txn.trusted) -m bool }`, toHttps(":8443")],
  });
  assert.deepEqual(difference({ httpsPort: 9443 }, { redirectToHttps: true }), {
    gone: [toHttps(":8443")],
    come: [toHttps(":9443")],
  });
  assert.deepEqual(difference({ maxRequestBodyMb: 1 }), {
    gone: [tooLarge(64)],
    come: [tooLarge(1)],
  });
});

test("every layer behind the one that answers for a slow page waits longer than that", () => {
  const waits = linesOf({ requestTimeoutSeconds: 5 }).flatMap(
    (line) => /^timeout server (\d+)s$/.exec(line)?.[1] ?? [],
  );
  assert.deepEqual(waits.map(Number), [5, 10, 10, 10, 10, 10, 10, 3]);
  // No client is given up before its answer may come.
  assert.ok(linesOf({ requestTimeoutSeconds: 60 }).includes("timeout client 65s"));
});

test("a web node is sent two requests fewer than it has workers, and always at least one", () => {
  for (const line of nodes(22)) assert.ok(linesOf({}).includes(line), line);
  for (const line of nodes(8)) assert.ok(linesOf({ requestWorkers: 10 }).includes(line), line);
  for (const requestWorkers of [1, 2, 3])
    assert.ok(linesOf({ requestWorkers }).includes(String(nodes(1)[0])));
});

test("bodies that HAProxy can't hold get a quarter of the workers, and always one", () => {
  const share = (changes: Partial<BalancerSettings>) =>
    linesOf(changes).filter((line) => line.startsWith("server share "));
  assert.deepEqual(share({}), ["server share abns@uploads maxconn 11"]);
  assert.deepEqual(share({ requestWorkers: 2, webNodes: 1 }), ["server share abns@uploads maxconn 1"]);
});

test("there are places for the web nodes and routers of a rolling deploy, and hardly more", () => {
  for (const webNodes of [1, 2, 7, maxWebNodes]) {
    const templates = linesOf({ webNodes }).filter((line) => line.startsWith("server-template web"));
    assert.deepEqual(
      templates.map((line) => line.split(" ")[2]),
      Array(5).fill(`1-${2 * webNodes + 1}`),
    );
  }
  assert.ok(linesOf({ routers: 3 }).some((line) => line.startsWith("server-template router 1-6 ")));
});

test("every web node is watched in one layer and tried again from the other, each through a socket of its own", () => {
  const lines = linesOf({});
  for (let place = 1; place <= places; place++) {
    assert.ok(lines.includes(`bind abns@node${place} id ${place}`));
    // Requests that may run again, and those that run once, by HTTP and by HTTPS, go to the same one.
    const choice = `use-server web${place} if { so_id ${place} }`;
    assert.equal(lines.filter((line) => line === choice).length, 4, choice);
  }
  // Where no web node reaches a database, all stay in; where health checks call all of them down, any is tried.
  assert.ok(lines.includes("server any abns@any backup maxconn 44"));
  assert.ok(lines.includes("use_backend anyway if { nbsrv(alive) eq 0 }"));
});

test("only the status that means a lost web node is tried again, and it never reaches a client", () => {
  const lines = linesOf({});
  assert.ok(lines.includes("retry-on conn-failure empty-response 425"));
  const inner = lines.slice(lines.indexOf("frontend inner"));
  const outer = lines.slice(0, lines.indexOf("frontend inner"));
  // A site's own use of it travels in disguise from the inner layer to the outer one.
  assert.ok(inner.includes("http-response set-header X-Lampstand-Own-Status 425 if { status 425 }"));
  assert.ok(inner.includes("http-response set-status 400 if { status 425 }"));
  assert.ok(outer.includes("http-response set-status 425 if { res.hdr(X-Lampstand-Own-Status) -m found }"));
  assert.ok(outer.some((line) => /^http-response return status 502 .* if \{ status 425 \}$/.test(line)));
});

test("`retry` says which requests that reached a web node may run again on another one", () => {
  const marks = (retry: BalancerSettings["retry"]) =>
    linesOf({ retry }).flatMap(
      (line) => /^http-request set-header X-Lampstand-Retry yes (.+)$/.exec(line)?.[1] ?? [],
    );
  assert.deepEqual(marks("safe"), [
    "if is-whole is-safe",
    "if is-whole has-key-header",
    "if is-whole is-form has-key-field",
    "if is-whole is-multipart has-key-part",
  ]);
  assert.deepEqual(marks("all"), ["if is-whole"]);
  assert.deepEqual(marks("never"), []);
  for (const retry of ["safe", "all", "never"] as const) {
    const lines = linesOf({ retry });
    const dropped = lines.indexOf("http-request del-header X-Lampstand-Retry");
    const waited = lines.findIndex((line) => line.startsWith("http-request wait-for-body "));
    assert.ok(waited >= 0 && waited < dropped, "the body is waited for, then a client's own mark is dropped");
    assert.ok(lines.indexOf("use_backend uploads if !is-whole") > dropped);
  }
});

test("settings out of range are refused, with what was given and what is allowed", () => {
  const ranges = [
    ["maxRequestBodyMb", 1, 4096],
    ["httpsPort", 1, 65535],
    ["requestTimeoutSeconds", 1, 3600],
    ["requestWorkers", 1, 512],
    ["webNodes", 1, 200],
    ["routers", 1, 8],
  ] as const;
  for (const [name, least, most] of ranges) {
    for (const given of [least, most]) assert.doesNotThrow(() => linesOf({ [name]: given }));
    for (const given of [least - 1, most + 1, 1.5])
      assert.throws(
        () => linesOf({ [name]: given }),
        new HaproxySettingError(
          `${name}: ${given} given; allowed is a whole number from ${least} to ${most}, e.g. ${least}`,
        ),
      );
  }
});

test("a client's own forwarding headers are dropped before the balancer's are set", () => {
  const lines = linesOf({});
  const dropped = lines.indexOf("http-request del-header X-Forwarded- -m beg");
  const first = lines.findIndex((line) => line.startsWith("http-request set-header X-Forwarded-"));
  assert.ok(dropped >= 0 && dropped < first, `${dropped} before ${first}`);
});

test("section openings are unique", () => {
  const openings = renderBalancerConfig(settings)
    .split("\n")
    .filter((line) => /^\S/.test(line));
  assert.deepEqual(openings, [...new Set(openings)]);
  assert.ok(openings.includes("frontend site") && openings.includes("backend web"));
});

test("no setting is in the image, so that a change of one replaces no container", () => {
  const { dockerfile, files } = balancerImage();
  assert.deepEqual(
    files.map(({ path }) => path),
    ["lampstand-balancer", "lampstand-reload", "lost-node.http"],
  );
  assert.match(dockerfile, /^FROM debian:13\n/);
  assert.ok(dockerfile.endsWith('ENTRYPOINT ["/usr/local/bin/lampstand-balancer"]\n'));
});

test("a relieved process outlives the longest request and the longest idle connection", () => {
  for (const [requestTimeoutSeconds, expected] of [
    [1, 35],
    [30, 35],
    [600, 605],
  ] as const)
    assert.ok(linesOf({ requestTimeoutSeconds }).includes(`hard-stop-after ${expected}s`));
});

test("every port that the container is said to listen on is bound, and no other", () => {
  const bound = linesOf({}).flatMap((line) => /^bind :(\d+)/.exec(line)?.[1] ?? []);
  assert.deepEqual(bound.map(Number), balancerNeeds().ports);
});

test("with a certificate of the user's own, the stack's one answers for its names only", () => {
  const bind = (certificateFile?: string) =>
    linesOf({ certificateFile }).find((line) => line.startsWith("bind :8443 "));
  const folder = "/run/lampstand/secrets";
  assert.equal(bind(), `bind :8443 ssl crt ${folder}/balancer.pem alpn h2,http/1.1`);
  assert.equal(
    bind("site-1.pem"),
    `bind :8443 ssl crt ${folder}/site-1.pem crt ${folder}/balancer.pem alpn h2,http/1.1`,
  );
});

test("a visitor's address and scheme are taken from trusted proxies, four in a row at most", () => {
  const { gone, come } = difference({ trustedProxies: ["192.0.2.0/24", "2001:db8::7"] });
  assert.deepEqual(gone, []);
  const trusted = "{ src 192.0.2.0/24 2001:db8::7 }";
  assert.equal(come[0], `http-request set-var(txn.trusted) bool(true) if ${trusted}`);
  assert.deepEqual(
    come.filter((line) => line.includes("set-src")),
    [1, 2, 3, 4].map(
      (place) =>
        `http-request set-src req.hdr_ip(X-Forwarded-For,-${place}) if ${trusted} { req.hdr_ip(X-Forwarded-For,-${place}) -m found }`,
    ),
  );
});
