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
  httpsPort: 8443,
  maxRequestBodyMb: 64,
  requestTimeoutSeconds: 30,
  requestWorkers: 24,
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

const toHttps = (port: number) =>
  `http-request redirect location https://%[req.hdr(host),field(1,:)]:${port}%[pathq] code 308 unless { ssl_fc }`;
const tooLarge = (bytes: number) =>
  `http-request deny deny_status 413 if { req.hdr_val(content-length) gt ${bytes} }`;
/** Of each section behind the one that answers for it. */
const innerTimeouts = (seconds: number) => [`timeout client ${seconds}s`, `timeout server ${seconds}s`];
const nodes = (connections: number) =>
  Array.from(
    { length: maxWebNodes },
    (_, index) =>
      `server web${index + 1} abns@web${index + 1} track nodes/web${index + 1} maxconn ${connections}`,
  );

test("each setting changes its own line and no other", () => {
  assert.deepEqual(difference({ algorithm: "roundrobin" }), {
    gone: ["balance leastconn"],
    come: ["balance roundrobin"],
  });
  assert.deepEqual(difference({ redirectToHttps: true }), { gone: [], come: [toHttps(8443)] });
  assert.deepEqual(difference({ httpsPort: 9443 }, { redirectToHttps: true }), {
    gone: [toHttps(8443)],
    come: [toHttps(9443)],
  });
  assert.deepEqual(difference({ maxRequestBodyMb: 1 }), {
    gone: [tooLarge(67_108_864)],
    come: [tooLarge(1_048_576)],
  });
  assert.deepEqual(difference({ requestTimeoutSeconds: 5 }), {
    gone: ["timeout client 35s", "timeout server 30s", ...innerTimeouts(35), ...innerTimeouts(35)],
    come: ["timeout client 30s", "timeout server 5s", ...innerTimeouts(10), ...innerTimeouts(10)],
  });
});

test("a web node is sent two requests fewer than it has workers, and always at least one", () => {
  assert.deepEqual(difference({ requestWorkers: 10 }), { gone: nodes(22), come: nodes(8) });
  for (const requestWorkers of [1, 2, 3])
    assert.ok(linesOf({ requestWorkers }).includes(String(nodes(1)[0])));
});

test("every web node is watched in one layer and tried again from the other, each through a door of its own", () => {
  const lines = linesOf({});
  for (let place = 1; place <= maxWebNodes; place++)
    for (const line of [`bind abns@web${place} id ${place}`, `use-server web${place} if { so_id ${place} }`])
      assert.equal(lines.filter((each) => each === line).length, 1, line);
  assert.ok(lines.includes("errorfile 503 /etc/haproxy/lost-node.http"));
  // Where health checks call all of them down, any is tried.
  assert.ok(lines.includes("server anyway abns@anyway backup") && lines.includes("bind abns@anyway"));
  // What the inner layer says of a lost web node is tried again; an app's own 503 is not.
  const retried = lines.find((line) => line.startsWith("retry-on "))?.split(" ") ?? [];
  assert.ok(retried.includes("502") && !retried.includes("503"));
});

test("settings out of range are refused, with what was given and what is allowed", () => {
  const ranges = [
    ["maxRequestBodyMb", 1, 4096],
    ["httpsPort", 1, 65535],
    ["requestTimeoutSeconds", 1, 3600],
    ["requestWorkers", 1, 512],
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
