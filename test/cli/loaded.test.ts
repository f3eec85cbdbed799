import assert from "node:assert/strict";
import { test } from "node:test";
import { loadedLines } from "../../cli/deploy/index.ts";

const none = "0000";
const deployed = Date.parse("2026-11-26T05:00:00Z");
const primary = (hash: string | undefined) => ({
  role: "PRIMARY" as const,
  init: {
    state: "done" as const,
    ...(hash === undefined ? {} : { load: { hash, loadedAt: "2026-11-26T04:12:03Z" } }),
  },
});

test("init SQL that changed after the load is said not to be loaded again, with the date of the load", () => {
  assert.deepEqual(loadedLines([primary("aaaa")], "bbbb", none, deployed), [
    "database.init: already loaded on 2026-11-26, not loaded again, though it has changed since.",
  ]);
  assert.deepEqual(loadedLines([primary(none)], "bbbb", none, deployed), [
    "database.init: not loaded, since the database exists since 2026-11-26; SQL is loaded into a new one only.",
  ]);
});

test("of the SQL that was loaded nothing is said, nor before a primary has recorded its load", () => {
  assert.deepEqual(loadedLines([primary("aaaa")], "aaaa", none, deployed), []);
  assert.deepEqual(loadedLines([primary(undefined)], "aaaa", none, deployed), []);
  assert.deepEqual(
    loadedLines([{ ...primary("bbbb"), role: "SECONDARY" as const }], "aaaa", none, deployed),
    [],
  );
});

test("what a load left out or changed is listed after the deploy that loaded it, and not again", () => {
  const notes = ["001-dump.sql: left out: GRANT, REVOKE or FLUSH (2 times)"];
  const load = { hash: "aaaa", loadedAt: "2026-11-26T05:00:04Z", notes };
  const member = { role: "PRIMARY" as const, init: { state: "done" as const, load } };
  assert.deepEqual(loadedLines([member], "aaaa", none, deployed), [
    "database.init: 001-dump.sql: left out: GRANT, REVOKE or FLUSH (2 times)",
  ]);
  assert.deepEqual(loadedLines([member], "aaaa", none, deployed + 60_000), []);
});
