import assert from "node:assert/strict";
import { test } from "node:test";
import { memberMetrics } from "../../docs-site/src/metrics.ts";
import { initialState } from "../../modules/database/agent/agent-state.ts";
import { FIRST_GROUP_NAME } from "../../modules/database/agent/decide/group-name.ts";
import { renderMetrics } from "../../modules/database/agent/http/metrics.ts";
import { parseReport } from "../../modules/database/agent/http/report.ts";
import { optionValue } from "../../modules/database/agent/mysql/load-sql.ts";
import { groupOf, parseView } from "../../modules/database/agent/mysql/poll.ts";
import { readSettings } from "../../modules/database/agent/settings.ts";
import { statusOf } from "../../modules/database/agent/state-views.ts";
import { held } from "./inputs.ts";

const settings = readSettings({
  NODE_NAME: "database-2",
  DB_NAME: "app",
  DB_USER: "app",
});
const view = parseView(
  "u1|database-1|ONLINE|PRIMARY,u2|database-2|ONLINE|SECONDARY,u3|database-3|UNREACHABLE|SECONDARY",
);

function state() {
  const observation = {
    askedAtMs: performance.now(),
    uuid: "u2",
    version: "9.7.4",
    isReadOnly: true,
    holdings: held("1-5", "6-9"),
    group: groupOf(view, "u2", FIRST_GROUP_NAME),
  };
  const metrics = { uptimeSeconds: 9, questions: 9, lagTransactions: 4, lagSeconds: 0.5 };
  return { ...initialState, since: new Date(), observation, metrics, init: { state: "done" } as const };
}

test("a member reads of a peer's status what the peer sees and holds", () => {
  const report = parseReport(JSON.stringify(statusOf(state(), settings)), "database-2");
  assert.deepEqual(report, {
    vote: null,
    awaitsTurn: false,
    stopping: false,
    bootstrapping: false,
    refused: false,
    member: { kind: "up", group: groupOf(view, "u2", FIRST_GROUP_NAME), holdings: held("1-5", "6-9") },
  });
});

test("an agent that is too old to give its group's name is in the first group", () => {
  const { groupName, ...old } = statusOf(state(), settings);
  const { member } = parseReport(JSON.stringify(old), "database-2");
  assert.deepEqual(
    [groupName, member.kind === "up" && member.group.name],
    [FIRST_GROUP_NAME, FIRST_GROUP_NAME],
  );
});

test("an answer of another node, or of something else, is no answer", () => {
  const body = JSON.stringify(statusOf(state(), settings));
  assert.throws(() => parseReport(body, "database-1"), /not the agent of this member/);
  assert.throws(() => parseReport("[]", "database-1"), /not the agent/);
  assert.throws(() => parseReport("<html>", "database-1"));
});

test("a peer that has not looked at its mysqld lately counts as down", () => {
  const old = state();
  const late = { ...old, observation: { ...old.observation, askedAtMs: performance.now() - 5_000 } };
  const report = parseReport(JSON.stringify(statusOf(late, settings)), "database-2");
  assert.equal(report.member.kind, "down");
});

test("quorum is a majority of the view, and a view without this member is none", () => {
  assert.equal(groupOf(view, "u2", FIRST_GROUP_NAME).quorum, true);
  const half = parseView("u1|database-1|ONLINE|PRIMARY,u2|database-2|UNREACHABLE|SECONDARY");
  assert.equal(groupOf(half, "u1", "").quorum, false);
  const outside = { state: "OFFLINE", view: [], quorum: false, name: "" };
  assert.deepEqual(groupOf(parseView("u1||OFFLINE|"), "u1", ""), outside);
  assert.deepEqual(groupOf([], "u1", ""), outside);
});

test("metrics are in Prometheus' format, each with help and type", () => {
  const text = renderMetrics(statusOf(state(), settings));
  for (const line of text.trimEnd().split("\n"))
    assert.match(
      line,
      /^(# (HELP|TYPE) lampstand_database_[a-z_]+ .+|lampstand_database_[a-z_]+(\{state="[a-z]+"\})? [0-9.]+)$/,
    );
  assert.match(text, /^lampstand_database_state\{state="online"\} 1$/m);
  assert.match(text, /^lampstand_database_primary 0$/m);
  assert.match(text, /^lampstand_database_lag_transactions 4$/m);
});

test("every metric is described in the documentation", () => {
  const served = [...renderMetrics(statusOf(state(), settings)).matchAll(/^# HELP (\w+)/gm)];
  assert.deepEqual(
    memberMetrics.map(({ name }) => name),
    served.map(([, name]) => name),
  );
});

test("a member that is told something impossible does not start", () => {
  const environment = { NODE_NAME: "database-4", DB_NAME: "app", DB_USER: "app" };
  assert.equal(readSettings(environment).serverId, 4);
  assert.throws(
    () => readSettings({ ...environment, NODE_NAME: "database" }),
    /database has to end in -<number>/,
  );
  assert.throws(() => readSettings({ ...environment, DB_NAME: "" }), /DB_NAME is not set/);
});

test("a password with quotes and backslashes survives MySQL's option file", () => {
  assert.equal(optionValue('a"b\\c'), '"a\\"b\\\\c"');
});
