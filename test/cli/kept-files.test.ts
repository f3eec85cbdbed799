import assert from "node:assert/strict";
import { test } from "node:test";
import { keptLines } from "../../cli/deploy/index.ts";

test("files that were kept are named, the first of many, with what replaces them", () => {
  assert.deepEqual(keptLines([]), []);
  assert.deepEqual(keptLines(["a/1", "a/2", "a/3", "a/4", "a/5", "a/6", "a/7"]), [
    "Files of writable folders that differ from yours, and were kept as they are:",
    ...["  a/1", "  a/2", "  a/3", "  a/4", "  a/5", "  and 2 more"],
    '  Yours replace them with { path: "...", seed: "newer" } or "always" in app.writableFolders.',
  ]);
});
