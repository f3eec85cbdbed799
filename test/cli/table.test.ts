import assert from "node:assert/strict";
import { test } from "node:test";
import { renderTable } from "../../cli/output/index.ts";

test("columns line up under their header, without blanks at the ends of lines", () => {
  const table = renderTable(
    ["id", "health", "note"],
    [
      ["web-1", "ok", ""],
      ["database-1", "failing", "no quorum"],
    ],
  );
  assert.equal(
    table,
    `id          health   note
web-1       ok
database-1  failing  no quorum`,
  );
});

test("columns move together where only that keeps a line within 80 characters, and nothing is cut off", () => {
  const cells = ["a".repeat(39), "b".repeat(40)];
  assert.equal(renderTable(cells, []), cells.join(" "));
  const wide = ["a".repeat(60), "b".repeat(60)];
  assert.equal(renderTable(wide, []), wide.join(" "));
});

test("characters outside the Basic Multilingual Plane take one column in the count", () => {
  assert.equal(renderTable(["𝒂", "x"], [["bb", "y"]]), "𝒂   x\nbb  y");
});

test("a row that has not the header's number of cells is refused", () => {
  assert.throws(() => renderTable(["a", "b"], [["only one"]]), /1 cells; the header has 2/);
});
