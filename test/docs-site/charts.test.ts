import assert from "node:assert/strict";
import { test } from "node:test";
import { barStart, chartWidth, placeBars } from "../../docs-site/src/charts.ts";

test("the longest bar leaves room for its words, and the others are in proportion", () => {
  const { bars, height } = placeBars([
    { label: "one", value: 10, note: "" },
    { label: "four", value: 40, note: "" },
  ]);
  const [one, four] = bars.map(({ width }) => width);
  assert.ok(one !== undefined && four !== undefined);
  assert.ok(barStart + four < chartWidth);
  assert.ok(Math.abs(four - 4 * one) <= 4);
  assert.equal(height, 64);
});

test("a promise beyond every value is on the drawing too", () => {
  const { bars } = placeBars([{ label: "quick", value: 1, note: "", mark: 10 }]);
  assert.ok((bars[0]?.markX ?? chartWidth) < chartWidth);
  assert.ok((bars[0]?.width ?? 0) >= 1);
});

test("a value of nothing is a bar that can be seen", () => {
  assert.equal(placeBars([{ label: "none", value: 0, note: "" }]).bars[0]?.width, 1);
});
