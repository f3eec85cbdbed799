import assert from "node:assert/strict";
import { test } from "node:test";
import { goOnWaiting, type Load, startWaiting, type Waited } from "../../cli/deploy/wait.ts";

const loading: Load = {
  state: "loading",
  progress: { file: "001-dump.sql", readBytes: 1, totalBytes: 9 },
};
const failed: Load = { state: "failed", message: "ERROR 1146" };
const other: Load = { state: "other" };

/** Looks at these seconds, each with what the members reported then; the site doesn't serve. */
function after(...looks: readonly (readonly [seconds: number, load: Load])[]): Waited["outcome"] {
  return looks.reduce(
    (waited, [seconds, load]) => goOnWaiting(waited, { site: "no answer yet", load }, seconds * 1_000),
    startWaiting(0),
  ).outcome;
}

test("a site that doesn't serve is given up after two minutes", () => {
  assert.deepEqual(after([119, other]), { kind: "waits" });
  assert.deepEqual(after([119, other], [121, other]), { kind: "given-up" });
});

test("a load of hours is waited for, and the two minutes begin when it ends", () => {
  assert.deepEqual(after([1, loading], [7_200, loading], [7_300, other]), { kind: "waits" });
  assert.deepEqual(after([1, loading], [7_200, loading], [7_321, other]), { kind: "given-up" });
});

test("a failed load ends the wait once it is no longer that of the SQL before", () => {
  assert.deepEqual(after([1, failed], [3, failed]), { kind: "waits" });
  assert.deepEqual(after([1, failed], [3, loading], [5, failed]), { kind: "waits" });
  assert.deepEqual(after([1, failed], [5, failed]), { kind: "load-failed", message: "ERROR 1146" });
});

test("a site that serves ends the wait, whatever was reported", () => {
  const { outcome } = goOnWaiting(startWaiting(0), { site: "serves", load: failed }, 500_000);
  assert.deepEqual(outcome, { kind: "serves" });
});
