import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { resolveConfig } from "../../modules/config/index.ts";
import { estimateCost, listedPrices } from "../../modules/cost/index.ts";
import { componentIds, planTopology } from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

function bill(input: unknown): readonly (readonly [what: string, count: string, monthlyUsd: string])[] {
  const text = (range: { min: number; max: number } | undefined) =>
    range === undefined ? "?" : range.min === range.max ? `${range.min}` : `${range.min}-${range.max}`;
  const { lines, monthlyUsd } = estimateCost(resolveConfig(input));
  return [
    ...lines.map(({ what, count, monthlyUsd }) => [what, text(count), text(monthlyUsd)] as const),
    ["total", "", text(monthlyUsd)],
  ];
}

test("lab costs one of each", () => {
  assert.deepEqual(bill({ preset: "lab" }), [
    ["load balancer, nodes", "1", "12"],
    ["web nodes, s-1vcpu-1gb", "1", "6"],
    ["database, primary, db-s-1vcpu-1gb", "1", "15.15"],
    ["total", "", "33.15"],
  ]);
});

test("small costs a second node of the balancer and of the web", () => {
  assert.deepEqual(bill({ preset: "small" }).at(-1), ["total", "", "51.15"]);
});

test("ha pays for the standby as for the primary", () => {
  assert.deepEqual(bill({ preset: "ha" }), [
    ["load balancer, nodes", "2", "24"],
    ["web nodes, s-1vcpu-1gb", "2", "12"],
    ["database, primary, db-s-1vcpu-2gb", "1", "30.45"],
    ["database, standby nodes, db-s-1vcpu-2gb", "1", "30.45"],
    ["total", "", "96.9"],
  ]);
});

test("autoscaling gives a least and a most; a replica costs a node more", () => {
  const config = {
    web: { autoscale: { min: 2, max: 6, cpu: 0.6 } },
    cloud: { readReplica: true, sshKeys: ["laptop"] },
  };
  assert.deepEqual(bill(config), [
    ["load balancer, nodes", "2", "24"],
    ["web nodes, s-1vcpu-1gb", "2-6", "12-36"],
    ["database, primary, db-s-1vcpu-2gb", "1", "30.45"],
    ["database, standby nodes, db-s-1vcpu-2gb", "1", "30.45"],
    ["read replica, db-s-1vcpu-2gb", "1", "30.45"],
    ["total", "", "127.35-151.35"],
  ]);
});

test("a plan whose price isn't known is listed without one, and the total says that it isn't complete", () => {
  const config = resolveConfig({ cloud: { databaseSize: "gd-2vcpu-8gb" } });
  const estimate = estimateCost(config);
  assert.equal(estimate.isComplete, false);
  assert.deepEqual(estimate.monthlyUsd, { min: 36, max: 36 });
  assert.equal(estimateCost(resolveConfig({})).isComplete, true);
});

test("an account's own prices take the place of the listed ones", () => {
  const droplets = {
    bySlug: new Map([["s-1vcpu-1gb", 7]]),
    source: { page: "account", date: "2027-01-01", certainty: "" },
  };
  const estimate = estimateCost(resolveConfig({ preset: "lab" }), { ...listedPrices, droplets });
  assert.deepEqual(estimate.monthlyUsd, { min: 34.15, max: 34.15 });
});

test("the date is that of the oldest list, and the notes say what is included", () => {
  const { priceDate, notes, lines } = estimateCost(resolveConfig({ preset: "lab" }));
  assert.ok(lines.every(({ source }) => source.date >= priceDate));
  assert.match(priceDate, /^\d{4}-\d{2}-\d{2}$/);
  assert.ok(notes.some((note) => /^Included: daily backups of the database/.test(note)));
  assert.ok(notes.some((note) => /^Not included: backups of web nodes/.test(note)));
  assert.ok(notes.some((note) => /^No standby node/.test(note)));
  assert.ok(notes.some((note) => note.startsWith("Included: 1 TiB of outgoing traffic")));
});

test("every server of the topology is on the bill, and the total is the lines' sum", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      const topology = planTopology(resolved, "cloud");
      const { lines, monthlyUsd } = estimateCost(resolved);
      for (const role of ["load-balancer", "web", "database-cluster", "database-replica"] as const)
        assert.equal(
          lines.filter((line) => line.role === role).reduce((sum, { count }) => sum + count.min, 0),
          componentIds(topology, role).length,
        );
      const sum = lines.reduce((total, line) => total + (line.monthlyUsd?.max ?? 0), 0);
      assert.ok(Math.abs(sum - monthlyUsd.max) < 0.01);
      assert.ok(monthlyUsd.min <= monthlyUsd.max);
    }),
    { numRuns: 50 },
  );
});
