import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { healthCheck, inWords, majorityInWords } from "../../docs-site/src/answers.ts";
import { withoutEachMeasure } from "../../docs-site/src/measures.ts";
import { lossesThatStop, replicaLoss, serverCounts } from "../../docs-site/src/sentences.ts";
import { failureRows } from "../../docs-site/src/verdicts.ts";
import { counted, listed, memory } from "../../docs-site/src/words.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { renderRouterConfig } from "../../modules/database-router/index.ts";
import { balancerSettings, renderBalancerConfig } from "../../modules/load-balancer/index.ts";
import { analyzeAvailability, planTopology } from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

const ha = resolveConfig({ preset: "ha" });
const lab = resolveConfig({ preset: "lab" });

test("counts are words up to ten, and have the plural that they need", () => {
  assert.equal(counted(1, "web node"), "one web node");
  assert.equal(counted(3, "web node"), "three web nodes");
  assert.equal(counted(12, "query", "queries"), "12 queries");
});

test("a list reads like a sentence", () => {
  assert.equal(listed([]), "");
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});

test("memory is in the unit that gives a round number", () => {
  assert.deepEqual([256, 1024, 1536, 2688].map(memory), ["256 MiB", "1 GiB", "1.5 GiB", "2688 MiB"]);
});

test("the servers of a stack are counted in words", () => {
  assert.equal(
    serverCounts(planTopology(lab, "local")),
    "one load balancer, one web node, one database router and one database member",
  );
});

test("the losses that stop a stack are those that the analysis finds", () => {
  assert.equal(
    lossesThatStop(planTopology(ha, "local")),
    "The loss of any one of these stops it: load-balancer-1 and docker-host. After the loss of any other single server it keeps working.",
  );
});

test("a read replica adds a single point of failure for reads, and only where there is one", () => {
  const replica = planTopology(resolveConfig({ cloud: { readReplica: true } }), "cloud");
  assert.match(
    replicaLoss(replica),
    /^The site sends its reads to database-replica-1\. .* single point of failure/,
  );
  assert.equal(replicaLoss(planTopology(resolveConfig({}), "cloud")), "");
});

test("whatever the config, the servers that a sentence counts are those of the stack", () => {
  const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
  const numberOf = (word: string) =>
    words.includes(word) ? words.indexOf(word) : Number(word.replaceAll(/\D/g, ""));
  fc.assert(
    fc.property(configs, fc.constantFrom("local" as const, "cloud" as const), (config, target) => {
      const topology = planTopology(resolveConfig(config), target);
      const counted = [...serverCounts(topology).matchAll(/(?:^|, | and )(\w+|[\d\u202f\u00a0,.]+) /g)].map(
        ([, word = ""]) => numberOf(word),
      );
      assert.deepEqual(
        counted,
        topology.groups.map(({ members }) => members.length),
        serverCounts(topology),
      );
      const known = new Set(analyzeAvailability(topology).map(({ lost }) => lost));
      const [, named = ""] = /: (.*?)\. After/.exec(lossesThatStop(topology)) ?? [];
      for (const lost of named.split(/, | and /).filter((each) => each !== ""))
        assert.ok(known.has(lost), lost);
    }),
    { numRuns: 100 },
  );
});

test("failures are sorted by what a reader of the site notices, the worst first", () => {
  const verdicts = failureRows(planTopology(ha, "local")).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts.slice(0, 4), ["down", "down", "down", "survives"]);
  assert.deepEqual(new Set(verdicts.slice(3)), new Set(["survives"]));
});

test("each measure of ha, taken away alone, brings back the single point of failure that it is against", () => {
  const found = withoutEachMeasure(ha).map(({ measure, stack }) => [
    measure,
    lossesThatStop(stack).split(".")[0],
  ]);
  const stop = "The loss of any one of these stops it: load-balancer-1";
  assert.deepEqual(found, [
    ["all measures", `${stop} and docker-host`],
    ["load balancing over several web nodes", `${stop}, web-1 and docker-host`],
    ["several database routers", `${stop}, database-router-1 and docker-host`],
    ["replication", `${stop}, database-1 and docker-host`],
  ]);
});

test("from a stack without measures none can be taken away", () => {
  assert.deepEqual(
    withoutEachMeasure(lab).map(({ measure }) => measure),
    ["all measures"],
  );
});

test("health checks are read from the configuration that is deployed", () => {
  const balancer = renderBalancerConfig(balancerSettings(ha));
  const router = renderRouterConfig({ members: ["database-1"] });
  assert.equal(
    inWords(healthCheck(balancer, "backend nodes")),
    "every 200 ms; two failures in a row mark it as down",
  );
  assert.deepEqual(healthCheck(router, "listen primary-members"), { intervalMs: 250, failures: 2 });
  assert.throws(() => healthCheck(router, "listen nobody"), {
    message: '"listen nobody" in HAProxy\'s configuration has no health check',
  });
});

test("a majority is explained with the numbers of the config", () => {
  assert.match(majorityInWords(3), /three members, of which one may fail\. .* of 4, a majority is 3/);
  assert.match(majorityInWords(5), /five members, of which two may fail\. .* of 6, a majority is 4/);
  assert.match(majorityInWords(1), /one member, so its loss stops the site/);
});
