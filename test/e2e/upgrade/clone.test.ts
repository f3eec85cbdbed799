import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkOut, pull } from "./clone.ts";
import { upgradedFrom } from "./from.ts";

const folder = mkdtempSync(join(tmpdir(), "lampstand-clone-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("a repository without the commit fails, and the message names the commit and the command that gets it", async () => {
  await assert.rejects(
    checkOut("0".repeat(40), folder),
    /^Error: This repository lacks the commit 0{40}, whose stacks are to be upgraded\. .*`git fetch /,
  );
});

test("an upgrade removes the earlier code's files and keeps the user's config", async () => {
  const [first] = upgradedFrom;
  assert.ok(first);
  await checkOut(first.commit, folder);
  const config = readFileSync(join(folder, "lampstand.config.ts"), "utf8");
  await pull(first.commit, folder);
  assert.equal(readFileSync(join(folder, "lampstand.config.ts"), "utf8"), config);
  assert.ok(existsSync(join(folder, "test/e2e/upgrade/from.ts")), "the new code is there");
});
