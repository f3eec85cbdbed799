import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sessionsSql } from "../../modules/web-node/index.ts";

const folder = join(import.meta.dirname, "../../modules/web-node/files");
const hasShellcheck = spawnSync("shellcheck", ["--version"]).status === 0;

test("the node's shell scripts pass shellcheck", {
  skip: hasShellcheck ? false : "shellcheck is not installed here",
}, () => {
  const scripts = readdirSync(folder).map((name) => join(folder, name));
  const { status, stdout } = spawnSync("shellcheck", scripts, { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

test("the sessions' table can be made again without harm, has a primary key, and never holds an id itself", () => {
  assert.match(sessionsSql(), /CREATE TABLE IF NOT EXISTS lampstand_sessions/);
  assert.match(sessionsSql(), /PRIMARY KEY \(id_hash\)/);
  assert.doesNotMatch(sessionsSql(), /^\s*(session_)?id /m);
});
