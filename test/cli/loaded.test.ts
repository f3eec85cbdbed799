import assert from "node:assert/strict";
import { test } from "node:test";
import { loadedLines } from "../../cli/deploy/index.ts";

const none = "0000";
const primary = (hash: string | undefined) => ({
  role: "PRIMARY" as const,
  init: {
    state: "done" as const,
    ...(hash === undefined ? {} : { load: { hash, loadedAt: "2026-11-26T04:12:03Z" } }),
  },
});

test("init SQL that changed after the load is said not to be loaded again, with the date of the load", () => {
  assert.deepEqual(loadedLines([primary("aaaa")], "bbbb", none), [
    "database.init: already loaded on 2026-11-26, not loaded again, though it has changed since.",
  ]);
  assert.deepEqual(loadedLines([primary(none)], "bbbb", none), [
    "database.init: not loaded, since the database exists since 2026-11-26; SQL is loaded into a new one only.",
  ]);
});

test("of the SQL that was loaded nothing is said, nor before a primary has recorded its load", () => {
  assert.deepEqual(loadedLines([primary("aaaa")], "aaaa", none), []);
  assert.deepEqual(loadedLines([primary(undefined)], "aaaa", none), []);
  assert.deepEqual(loadedLines([{ ...primary("bbbb"), role: "SECONDARY" as const }], "aaaa", none), []);
});
