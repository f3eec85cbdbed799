import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveConfig } from "../../modules/config/index.ts";
import { renderMyCnf } from "../../modules/database/index.ts";
import { renderRouterConfig } from "../../modules/database-router/index.ts";
import { cloudLimitProblems } from "../../modules/digitalocean/index.ts";
import { balancerSettings, renderBalancerConfig } from "../../modules/load-balancer/index.ts";
import { webNodeImage, webNodeNeeds } from "../../modules/web-node/index.ts";
import { optionsWith } from "./options.ts";

const seconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, "": 1 };

/** Every time-out, by its line, that could end a request or its query while neither side sends anything. */
function silentTimeouts(
  requestTimeoutSeconds: number,
): readonly (readonly [line: string, seconds: number])[] {
  const config = resolveConfig({ loadBalancer: { requestTimeoutSeconds } });
  const options = optionsWith({ requestTimeoutSeconds });
  const node = webNodeImage(options, "site:1").files.flatMap((file) =>
    "content" in file && /99-lampstand\.ini$|conf-available/.test(file.path) ? [String(file.content)] : [],
  );
  // What serves figures only, and what a request waits for before a web node has it.
  const balancer = renderBalancerConfig(balancerSettings(config)).split("frontend status")[0];
  const router = renderRouterConfig({ members: ["database-1"] }).split("frontend metrics")[0];
  const text = [...node, balancer, router, renderMyCnf({ memoryMb: 640, connections: 10 })].join("\n");
  const lines =
    /^ *(timeout (?:client|server|tunnel)|hard-stop-after|Timeout|GracefulShutdownTimeout|max_execution_time =|default_socket_timeout =|mysqlnd\.net_read_timeout =|(?:net_read|net_write|wait)_timeout =) (\d+)(ms|s|m|h|)$/gm;
  const found = [...text.matchAll(lines)].map(
    ([line, , value, unit = ""]) => [line.trim(), Number(value) * (seconds[unit] ?? Number.NaN)] as const,
  );
  return found.filter(([line]) => line !== "hard-stop-after 2s");
}

test("wherever requestTimeoutSeconds is set, no other time-out is shorter", () => {
  for (const limit of [1, 30, 75, 600, 3600]) {
    const timeouts = silentTimeouts(limit);
    assert.ok(timeouts.length >= 15, timeouts.join("\n"));
    for (const [line, value] of timeouts) assert.ok(value >= limit, `${line} ends a request of ${limit} s`);
    assert.ok(webNodeNeeds(optionsWith({ requestTimeoutSeconds: limit })).stopGraceSeconds > limit);
  }
});

test("the web node's own time-outs are short where requestTimeoutSeconds is, so that a silent database holds no worker", () => {
  const own = silentTimeouts(2).filter(([line]) => /max_execution|socket_timeout|mysqlnd/.test(line));
  assert.deepEqual(
    own.map(([, value]) => value),
    [7, 7, 7],
  );
});

test("a request time-out that DigitalOcean's balancer can't have is refused with what is allowed", () => {
  const problems = (requestTimeoutSeconds: number) =>
    cloudLimitProblems(resolveConfig({ loadBalancer: { requestTimeoutSeconds } }));
  assert.deepEqual(problems(600), []);
  assert.deepEqual(
    problems(601).map(({ path, given, allowed }) => [path, given, allowed]),
    [
      [
        "loadBalancer.requestTimeoutSeconds",
        "got 601, but DigitalOcean's balancer ends a request that is silent for 600 s",
        "up to 600 on the cloud",
      ],
    ],
  );
});
