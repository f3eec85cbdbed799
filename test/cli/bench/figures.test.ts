import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Measured, toFigures } from "../../../cli/bench/figures.ts";
import { renderReport } from "../../../cli/bench/report.ts";
import { median, pairedRatios } from "../../../cli/bench/statistics.ts";
import { type DeployResult, deployResultSchema, figureIds } from "../../../modules/results/index.ts";

const measured: Measured = {
  synth: [0.31, 0.2968, 0.3],
  "synth-many": [0.5],
  "synth-many-ratio": [1.61],
  "deploy-to-write": [11.04, 12, 10],
  "deploy-terraform": [6.5],
  "compose-up": [3],
  "compose-healthy": [5],
  "deploy-compose-ratio": [1.3001],
  "no-op": [5.5],
  "no-op-terraform": [1.2],
  destroy: [7.1],
  page: [4012.4],
  "plain-page": [1800],
  "page-ratio": [2.23],
  "same-page": [1800],
  "same-page-ratio": [1],
  "idle-memory": [1076.4],
};

const result: DeployResult = {
  kind: "deploy",
  version: 1,
  measuredAt: "2026-01-02T03:04:05.000Z",
  durationSeconds: 240,
  machine: {
    processors: 2,
    memoryMb: 24_000,
    loadAverage: 0.4,
    system: "Debian GNU/Linux 12 (bookworm)",
    engine: "20.10.24",
    terraform: "1.11.4",
    providers: "stand-in",
  },
  figures: toFigures(measured),
};

test("the median has as many values below it as above it", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const middle = median(values);
      const below = values.filter((value) => value < middle).length;
      const above = values.filter((value) => value > middle).length;
      assert.ok(below <= values.length / 2 && above <= values.length / 2);
    }),
  );
  assert.equal(median([3, 1, 2, 10]), 2.5);
  assert.throws(() => median([]), /no values/);
});

test("each value is set against the one that was measured beside it", () => {
  assert.deepEqual(pairedRatios([3, 10], [2, 5]), [1.5, 2]);
  assert.throws(() => pairedRatios([1], [1, 2]), /1 values, but 2/);
  assert.throws(() => pairedRatios([1], [0]), /a ratio to nothing/);
});

test("a figure meets its target up to the target itself, as it is shown", () => {
  const targets = Object.fromEntries(result.figures.map(({ id, target }) => [id, target?.isMet]));
  assert.equal(targets.synth, true);
  assert.equal(targets["deploy-compose-ratio"], true);
  assert.equal(targets["page-ratio"], true);
  assert.equal(targets.destroy, false);
  assert.equal(targets.page, undefined);
});

test("a result is what its schema says, with every figure in order", () => {
  assert.deepEqual(deployResultSchema.parse(JSON.parse(JSON.stringify(result))), result);
  assert.deepEqual(
    result.figures.map(({ id }) => id),
    figureIds,
  );
});

test("the report names what was missed, and the machine", () => {
  const report = renderReport(result);
  assert.match(report, /^cdktf deploy to the first write +11 s +at most 15 s +met$/m);
  assert.match(report, /^cdktf destroy +7\.1 s +at most 6 s +MISSED$/m);
  assert.match(report, /^database page +4012 req\/s +-$/m);
  assert.match(report, /^2 processors, 23 GiB, load 0\.4 when it began; Debian GNU\/Linux 12 \(bookworm\)$/m);
});
