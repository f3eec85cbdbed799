import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  capacityInputs,
  estimateCapacity,
  handshakesPerSecond,
  pages,
  queriesPerSecond,
} from "../../modules/capacity/index.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { configs } from "../config/arbitraries.ts";

const anyPage = fc.constantFrom(...Object.values(pages));
const ha = resolveConfig({});

test("more web nodes never carry less, on either target", () => {
  fc.assert(
    fc.property(
      configs,
      anyPage,
      fc.constantFrom("local" as const, "cloud" as const),
      fc.integer({ min: 1, max: 500 }),
      (config, page, target, webNodes) => {
        const at = (nodes: number) =>
          estimateCapacity(resolveConfig(config), target, page, { webNodes: nodes }).pagesPerSecond;
        assert.ok(at(webNodes) <= at(webNodes + 1));
      },
    ),
  );
});

test("the bottleneck is the lowest limit, and every limit says what gives more", () => {
  fc.assert(
    fc.property(configs, anyPage, (config, page) => {
      const { bottleneck, limits, pagesPerSecond } = estimateCapacity(resolveConfig(config), "cloud", page);
      assert.equal(pagesPerSecond, Math.floor(bottleneck.pagesPerSecond));
      for (const limit of limits) {
        assert.ok(limit.pagesPerSecond >= bottleneck.pagesPerSecond);
        assert.ok(limit.formula.length > 0 && limit.relief.length > 0);
      }
    }),
  );
});

test("pages with a read are held up by the web nodes' CPU first, then by the database", () => {
  const at = (webNodes: number) => {
    const { pagesPerSecond, bottleneck } = estimateCapacity(ha, "cloud", pages.read, { webNodes });
    return [pagesPerSecond, bottleneck.resource];
  };
  assert.deepEqual(at(1), [3959, "web CPU"]);
  assert.deepEqual(at(2), [6484, "database reads"]);
  assert.deepEqual(at(32), [6484, "database reads"]);
});

test("static files are held up by the web nodes' CPU first, then by the balancer", () => {
  const at = (webNodes: number) => estimateCapacity(ha, "cloud", pages.static, { webNodes });
  assert.equal(at(1).bottleneck.resource, "web CPU");
  assert.equal(at(1).pagesPerSecond, 11_370);
  assert.equal(at(4).bottleneck.resource, "load balancer");
  assert.equal(at(4).pagesPerSecond, 20_000);
});

test("writes are held up by the primary, and more web nodes don't help", () => {
  for (const webNodes of [2, 20]) {
    const { bottleneck, pagesPerSecond } = estimateCapacity(ha, "cloud", pages.write, { webNodes });
    assert.equal(bottleneck.resource, "database writes");
    assert.equal(pagesPerSecond, 1296);
  }
});

test("a replica takes the reads off the primary", () => {
  const page = { ...pages.read, writes: 1 };
  const limit = (readReplica: boolean, resource: string) =>
    estimateCapacity(resolveConfig({ cloud: { readReplica } }), "cloud", page).limits.find(
      (candidate) => candidate.resource === resource,
    )?.pagesPerSecond ?? 0;
  assert.ok(limit(true, "database writes") > limit(false, "database writes"));
  assert.ok(limit(true, "database reads") > limit(true, "database writes"));
});

test("a page that connects each time costs sixteen times one that doesn't, and more", () => {
  const carried = (page: typeof pages.read | typeof pages.connect) =>
    estimateCapacity(ha, "local", page).pagesPerSecond;
  assert.ok(carried(pages.read) / carried(pages.connect) > 16);
});

test("a page that waits for others is held up by the processes, or by the memory that they need", () => {
  const slow = { ...pages.php, waitMs: 1000 };
  const workers = estimateCapacity(ha, "cloud", slow);
  assert.equal(workers.bottleneck.resource, "workers");
  assert.equal(workers.pagesPerSecond, 47);
  const large = estimateCapacity(ha, "cloud", { ...slow, memoryMb: 100 });
  assert.equal(large.bottleneck.resource, "memory");
  assert.equal(large.pagesPerSecond, 15);
});

test("on one machine all parts share its cores: web nodes add nothing, cores do", () => {
  const at = (webNodes: number, hostCores: number) =>
    estimateCapacity(ha, "local", pages.read, { webNodes, hostCores });
  assert.equal(at(2, 2).bottleneck.resource, "host CPU");
  assert.equal(at(2, 2).pagesPerSecond, 6687);
  assert.equal(at(8, 2).pagesPerSecond, 6687);
  assert.equal(at(2, 4).pagesPerSecond, 13_375);
});

test("a measurement takes the place of an assumption", () => {
  const writeFactor = { ...capacityInputs.writeFactor, value: 10, certainty: "measured" as const };
  const inputs = { ...capacityInputs, writeFactor };
  assert.equal(estimateCapacity(ha, "cloud", pages.write, { inputs }).pagesPerSecond, 648);
});

test("autoscaling is estimated with the fewest web nodes, unless asked otherwise", () => {
  const config = resolveConfig({
    web: { autoscale: { min: 3, max: 9, cpu: 0.5 } },
    cloud: { sshKeys: ["laptop"] },
  });
  assert.equal(estimateCapacity(config, "cloud", pages.content).webNodes, 3);
  assert.equal(estimateCapacity(config, "cloud", pages.content, { webNodes: 9 }).webNodes, 9);
  assert.equal(estimateCapacity(config, "local", pages.content).webNodes, 2);
});

test("every input has its unit, its meaning and where it comes from", () => {
  for (const input of Object.values(capacityInputs))
    for (const text of [input.unit, input.meaning, input.source]) assert.ok(text.length > 0);
});

test("queries a second are those of all pages: more queries a page mean fewer pages, and no fewer queries", () => {
  const [few, many] = [1, 25].map((reads) => {
    const page = { ...pages.read, reads };
    const { pagesPerSecond } = estimateCapacity(ha, "local", page);
    return { pagesPerSecond, queries: queriesPerSecond(page, pagesPerSecond) };
  });
  assert.ok(few !== undefined && many !== undefined);
  assert.equal(few.queries, few.pagesPerSecond);
  assert.equal(many.queries, 25 * many.pagesPerSecond);
  assert.ok(many.pagesPerSecond < few.pagesPerSecond && many.queries >= few.queries);
});

test("writes are limited by the disk where it is slow, and by all members on one machine", () => {
  const slow = { ...capacityInputs, diskFlush: { ...capacityInputs.diskFlush, value: 10_000 } };
  const at = (target: "local" | "cloud") =>
    estimateCapacity(ha, target, pages.write, { inputs: slow }).bottleneck;
  assert.deepEqual([at("cloud").resource, at("cloud").pagesPerSecond], ["disk flushes", 200]);
  assert.equal(at("local").resource, "disk flushes");
  assert.ok(Math.abs(at("local").pagesPerSecond - 200 / 3) < 0.1);
  assert.match(at("local").formula, /^4 commits \/ \(6 flushes x 10000\.0 us\) \/ 1 writes$/);
});

test("pages that wait are limited by the connections of the database's plan, those without a query are not", () => {
  const many = resolveConfig({
    web: { requestWorkers: 512 },
    cloud: { webSize: "s-4vcpu-8gb", databaseSize: "db-s-1vcpu-2gb" },
  });
  const waiting = { ...pages.read, waitMs: 1000 };
  const { bottleneck } = estimateCapacity(many, "cloud", waiting);
  assert.equal(bottleneck.resource, "database connections");
  assert.match(bottleneck.formula, /^150 connections \/ /);
  const { bottleneck: without } = estimateCapacity(many, "cloud", { ...pages.php, waitMs: 1000 });
  assert.equal(without.resource, "workers");
});

test("new TLS connections follow the cores here and the balancer's nodes on DigitalOcean", () => {
  assert.equal(handshakesPerSecond(ha, "local", { hostCores: 2 }), 3623);
  assert.equal(handshakesPerSecond(ha, "local", { hostCores: 4 }), 7246);
  assert.equal(handshakesPerSecond(resolveConfig({ cloud: { loadBalancerNodes: 3 } }), "cloud"), 750);
});
