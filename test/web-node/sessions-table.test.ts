import assert from "node:assert/strict";
import { test } from "node:test";
import { sessionsSql } from "../../modules/web-node/index.ts";

test("the sessions' table can be made again without harm, has a primary key, and never holds an id itself", () => {
  assert.match(sessionsSql(), /CREATE TABLE IF NOT EXISTS lampstand_sessions/);
  assert.match(sessionsSql(), /PRIMARY KEY \(id_hash\)/);
  assert.doesNotMatch(sessionsSql(), /^\s*(session_)?id /m);
});
