import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseLines, judgeDatabase, parseAgentStatus } from "../../cli/status/index.ts";
import type { AgentStatus, MemberRole, MemberState, ViewMember } from "../../modules/database/index.ts";

const three = ["database-1", "database-2", "database-3"];

function viewOf(nodes: readonly string[], primary: string): ViewMember[] {
  return nodes.map((node): ViewMember => {
    const role: MemberRole = node === primary ? "PRIMARY" : "SECONDARY";
    return { node, uuid: node, state: "ONLINE", role };
  });
}

function status(node: string, primary: string, more: Partial<AgentStatus> = {}): AgentStatus {
  return {
    node,
    members: three,
    mysqldAnswers: true,
    mysqldVersion: "9.7.4",
    ageMs: 120,
    state: "ONLINE",
    role: node === primary ? "PRIMARY" : "SECONDARY",
    primary,
    servesWrites: node === primary,
    servesReads: true,
    view: viewOf(three, primary),
    quorum: true,
    groupName: "g",
    gtidExecuted: "",
    gtidReceived: "",
    lagTransactions: 0,
    lagSeconds: 0,
    statementsTotal: 0,
    statementsPerSecond: 0,
    loadProgress: null,
    init: { state: "done" },
    decision: "stay",
    reason: "in the group with 2 others",
    since: "2026-01-01T00:00:00Z",
    vote: null,
    awaitsTurn: false,
    stopping: false,
    bootstrapping: false,
    ...more,
  };
}

const healthy = Object.fromEntries(three.map((node) => [node, status(node, "database-1")]));
const outside = (state: MemberState, reason: string, decision = "wait") =>
  status("database-3", "", { state, reason, decision, role: null, view: [], quorum: false });

function judged(seen: Readonly<Record<string, AgentStatus | undefined>>) {
  const answered = Object.entries({ ...healthy, ...seen }).flatMap(([node, each]) =>
    each ? [[node, each] as const] : [],
  );
  return judgeDatabase(three, Object.fromEntries(answered));
}

test("three members in one group with the data loaded are healthy", () => {
  const database = judged({});
  assert.deepEqual(database, {
    isHealthy: true,
    isSplitBrain: false,
    hasQuorum: true,
    primaries: ["database-1"],
    load: "done",
    members: { "database-1": "PRIMARY", "database-2": "SECONDARY", "database-3": "SECONDARY" },
    problems: [],
  });
  assert.equal(
    databaseLines(database),
    "database: healthy, primary database-1, 3 of 3 in the group, load done",
  );
});

test("two primaries are a split brain, and so are two groups that don't count each other", () => {
  const alone = (role: MemberRole) =>
    status("database-3", "database-3", { role, view: viewOf(["database-3"], "database-3") });
  const older = viewOf(["database-1", "database-2"], "database-1");
  const others = {
    "database-1": status("database-1", "database-1", { view: older }),
    "database-2": status("database-2", "database-1", { view: older }),
  };
  const database = judged({ ...others, "database-3": alone("PRIMARY") });
  assert.deepEqual([database.isHealthy, database.isSplitBrain], [false, true]);
  assert.deepEqual(database.primaries, ["database-1", "database-3"]);
  assert.match(databaseLines(database), /^ {2}split brain: database-1 and database-3 are all primary\./m);
  assert.ok(judged({ ...others, "database-3": alone("SECONDARY") }).isSplitBrain);
  // A secondary that has not seen yet that another joined is none.
  assert.ok(!judged({ "database-2": others["database-2"] }).isSplitBrain);
});

test("a member is called what it is, and none of it is healthy", () => {
  for (const [seen, membership, kind, words] of [
    [outside("OFFLINE", "no group"), "out of group", "out of the group", "no group"],
    [outside("ERROR", "it failed"), "out of group", "out of the group", "it failed"],
    [
      outside("OFFLINE", "this member holds 2 transactions", "refuse"),
      "refused",
      "refused",
      "holds 2 transactions",
    ],
    [outside("RECOVERING", "catching up with the group"), "joining", "joining", "catching up"],
    [
      status("database-3", "", { quorum: false }),
      "no quorum",
      "no quorum",
      "majority of its group is unreachable",
    ],
    [
      status("database-3", "database-1", { ageMs: 4_200 }),
      "stale",
      "observation stale",
      "answered last 4.2 s ago",
    ],
    [outside("OFFLINE", "mysqld is starting"), "out of group", "out of the group", "mysqld is starting"],
    [
      status("database-3", "", { mysqldAnswers: false, ageMs: Number.MAX_SAFE_INTEGER }),
      "stale",
      "observation stale",
      "its mysqld has not answered yet",
    ],
    [undefined, "no answer", "no observation", "its agent does not answer"],
  ] as const) {
    const database = judged({ "database-3": seen });
    assert.equal(database.isHealthy, false);
    assert.equal(database.members["database-3"], membership);
    const [problem, ...more] = database.problems;
    assert.deepEqual([problem?.kind, problem?.members, more.length], [kind, ["database-3"], 0]);
    assert.ok(problem?.message.includes(words), problem?.message);
  }
});

test("without a majority anywhere there is no quorum, whatever stale members say of themselves", () => {
  const stale = Object.fromEntries(three.map((node) => [node, status(node, "database-1", { ageMs: 9_000 })]));
  const database = judged(stale);
  assert.deepEqual([database.hasQuorum, database.primaries, database.load], [false, [], "unknown"]);
  assert.match(databaseLines(database), /^database: unhealthy, primary none, 0 of 3 in the group, load/);
  assert.match(databaseLines(database), /^ {2}no quorum: no member that answers is in a group/m);
});

test("a load that is under way or failed is reported with MySQL's message", () => {
  const loading = judged({
    "database-1": status("database-1", "database-1", { init: { state: "loading" } }),
  });
  assert.deepEqual(
    [loading.load, loading.isHealthy, loading.problems[0]?.kind],
    ["loading", false, "not loaded"],
  );
  const init = { state: "failed", message: "ERROR 1064 at line 3" } as const;
  const failed = judged({ "database-1": status("database-1", "database-1", { init }) });
  assert.match(databaseLines(failed), /load failed\n {2}load failed: ERROR 1064 at line 3$/);
});

test("what is said of the database fits a terminal of 80 columns", () => {
  const long =
    "this member holds 2 transactions that the group of database-1 lacks, so it is kept out ".repeat(3);
  const database = judged({ "database-3": outside("OFFLINE", long, "refuse"), "database-2": undefined });
  for (const line of databaseLines(database).split("\n")) assert.ok(line.length <= 80, line);
});

test("an agent's status is read as it is, and an earlier release's without what that didn't report", () => {
  const current = status("database-1", "database-1", {
    init: { state: "done", load: { loadedAt: "2026-01-01T00:00:00Z", hash: "h" } },
    loadProgress: { file: "/init/1.sql", readBytes: 1, totalBytes: 2 },
  });
  assert.deepEqual(parseAgentStatus(JSON.stringify(current)), current);
  const { groupName: _name, loadProgress: _progress, ...earlier } = current;
  assert.deepEqual(parseAgentStatus(JSON.stringify(earlier)), {
    ...earlier,
    groupName: "",
    loadProgress: null,
  });
});

test("an answer that is no agent's status counts as none", () => {
  for (const text of ["", "null", "{}", "<html>", JSON.stringify({ ...status("a", ""), state: "GONE" })])
    assert.equal(parseAgentStatus(text), undefined, text);
});
