import assert from "node:assert/strict";
import { test } from "node:test";
import { decide, mayBootstrap } from "../../modules/database/agent/decide/decide.ts";
import { NO_ROUND_YET } from "../../modules/database/agent/decide/decision-input.ts";
import { FIRST_GROUP_NAME, forcedGroupName } from "../../modules/database/agent/decide/group-name.ts";
import { NO_TRANSACTIONS } from "../../modules/database/agent/decide/gtid.ts";
import { ABSENT, answering, commanded, forced, inGroup, offline, SILENT, seenBy, sight } from "./inputs.ts";

const [first, second, third] = ["database-1", "database-2", "database-3"];

test("fresh members: the first in order bootstraps once the others agree", () => {
  const agreed = answering(offline(), { vote: first });
  const seen = seenBy(first, offline(), { [second]: agreed, [third]: agreed });
  assert.equal(decide(seen).kind, "bootstrap");
  const undecided = seenBy(first, offline(), { [second]: agreed, [third]: answering(offline()) });
  assert.deepEqual(decide(undecided), {
    kind: "wait",
    vote: first,
    reason: "is to bootstrap the group, once database-3 agree",
  });
});

test("the others vote for the first and wait", () => {
  const decision = decide(
    seenBy(second, offline(), { [first]: answering(offline()), [third]: answering(offline()) }),
  );
  assert.equal(decision.kind, "wait");
  assert.equal(decision.vote, first);
});

test("nobody bootstraps while a member does not answer, and the message names it and the way out", () => {
  const decision = decide(
    seenBy(first, offline("1-5"), { [second]: answering(offline("1-5")), [third]: SILENT }),
  );
  assert.equal(decision.kind, "wait");
  assert.match(decision.reason, /database-3 \(no answer in 800 ms\)/);
  assert.match(decision.reason, /`lampstand-agent force-bootstrap --give-up database-3`/);
});

test("a member whose mysqld is down counts as one that does not answer", () => {
  const down = answering({ kind: "down", reason: "starting" });
  const decision = decide(seenBy(first, offline(), { [second]: answering(offline()), [third]: down }));
  assert.equal(decision.kind, "wait");
  assert.match(decision.reason, /database-3/);
});

test("after all went down, one that only received a write is elected before one that lacks it, and applies it first", () => {
  const agreed = { vote: third };
  const peers = { [first]: answering(offline("1-9"), agreed), [second]: answering(offline("1-4"), agreed) };
  assert.equal(decide(seenBy(third, offline("1-5", "6-12"), peers)).kind, "apply-received");
  assert.equal(decide(seenBy(third, offline("1-12", "6-12"), peers)).kind, "bootstrap");
});

test("members that each hold what the others lack are refused, and the message says what each lacks", () => {
  const decision = decide(
    seenBy(first, offline("1-5:9"), {
      [second]: answering(offline("1-6")),
      [third]: answering(offline("1-5")),
    }),
  );
  assert.equal(decision.kind, "refuse");
  assert.match(decision.reason, /database-1 lacks [0-9a-f-]{36}:6;/);
  assert.match(decision.reason, /database-2 lacks [0-9a-f-]{36}:9;/);
});

test("a member outside joins the group that a peer is in, without asking the silent ones", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  assert.equal(decide(seenBy(first, offline("1-5"), peers)).kind, "join");
});

test("a member that joins drops what its previous process received only where the group has all of it", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  for (const [received, forgetsReceived] of [
    ["", true],
    ["6-9", true],
    ["6-10", false],
  ] as const)
    assert.deepEqual(decide(seenBy(first, offline("1-5", received), peers)), {
      kind: "join",
      group: FIRST_GROUP_NAME,
      forgetsReceived,
      reason: "database-2 is in a group with quorum",
      vote: null,
    });
});

test("a member that came back too soon waits until the group has expelled its previous process", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE", [first]: "ONLINE" });
  const decision = decide(
    seenBy(first, offline("1-5"), { [second]: answering(inGroup(group, "1-9")), [third]: SILENT }),
  );
  assert.equal(decision.kind, "wait");
  assert.match(decision.reason, /previous process/);
});

test("a member with transactions of its own is kept out of the group and keeps its data, until told to discard it", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  const decision = decide(seenBy(first, offline("1-5:20-21"), peers));
  assert.equal(decision.kind, "refuse");
  assert.match(decision.reason, /holds 2 transactions .*:20-21/);
  const told = decide(seenBy(first, offline("1-5:20-21"), peers, commanded({ kind: "discard-data" })));
  assert.deepEqual([told.kind, told.kind === "clone" && told.donor], ["clone", second]);
});

test("nobody bootstraps while a peer is in a group without quorum, or bootstraps", () => {
  const stuck = sight(second, { [second]: "ONLINE", [first]: "UNREACHABLE", [third]: "UNREACHABLE" });
  for (const peer of [
    answering(inGroup(stuck)),
    answering(offline(), { bootstrapping: true, vote: second }),
  ]) {
    const seen = seenBy(first, offline(), { [second]: peer, [third]: answering(offline(), { vote: first }) });
    assert.equal(decide(seen).kind, "wait");
  }
});

test("a member alone leaves a group whose other members have restarted, and stays while one of them may come back", () => {
  const view = sight(third, { [first]: "UNREACHABLE", [second]: "UNREACHABLE", [third]: "ONLINE" });
  const restarted = { [first]: answering(offline()), [second]: answering(offline()) };
  assert.equal(decide(seenBy(third, inGroup(view), restarted)).kind, "restart");
  assert.equal(decide(seenBy(third, inGroup(view), { ...restarted, [first]: SILENT })).kind, "stay");
  assert.equal(decide(seenBy(third, inGroup(view), { [first]: SILENT, [second]: SILENT })).kind, "stay");
});

test("a member that believes in a group whose others have long been outside restarts; just after they joined it stays", () => {
  const view = sight(third, { [first]: "ONLINE", [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [first]: answering(offline()), [second]: answering(offline()) };
  for (const [sinceMs, kind] of [
    [89_000, "restart"],
    [91_000, "stay"],
  ] as const) {
    const outsideSinceMs = new Map([first, second].map((node) => [node, sinceMs]));
    const absence = { ...NO_ROUND_YET, askedAtMs: 100_000, outsideSinceMs };
    assert.equal(decide(seenBy(third, inGroup(view), peers, { absence })).kind, kind);
  }
  assert.equal(decide(seenBy(third, inGroup(view), peers)).kind, "stay");
});

test("an expelled member leaves the group, to join it again", () => {
  assert.equal(decide(seenBy(first, inGroup(sight(first, { [first]: "ERROR" })), {})).kind, "leave");
});

test("a single member founds its group by itself, fresh or not", () => {
  for (const executed of ["", "1-5"])
    assert.equal(decide(seenBy(first, offline(executed), {}, { members: [first] })).kind, "bootstrap");
});

test("forced, a member bootstraps without members that surely don't run and are given up by name", () => {
  const peers = { [second]: ABSENT, [third]: ABSENT };
  assert.equal(decide(seenBy(first, offline("1-5"), peers, forced(second, third))).kind, "bootstrap");
  assert.ok(mayBootstrap(seenBy(first, offline("1-5"), peers, forced(second, third))));
  const frozen = seenBy(first, offline("1-5"), { ...peers, [third]: SILENT }, forced(second, third));
  assert.equal(decide(frozen).kind, "wait");
  assert.match(decide(frozen).reason, /database-3 does not answer, but its container may only be frozen/);
  assert.equal(mayBootstrap(frozen), false);
});

test("forced while another member answers and holds more, it waits for the command to be given there", () => {
  const peers = { [second]: answering(offline("1-7")), [third]: ABSENT };
  const decision = decide(seenBy(first, offline("1-5"), peers, forced(third)));
  assert.equal(decision.kind, "wait");
  assert.match(decision.reason, /database-2 holds 2 transactions that this member lacks: run it there/);
});

test("forced while a group exists, a member joins that and founds no second one", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  assert.equal(decide(seenBy(first, offline("1-5"), peers, forced(third))).kind, "join");
});

test("forced, one of several members with transactions of their own may be chosen", () => {
  const peers = { [second]: answering(offline("1-5:8")), [third]: ABSENT };
  assert.equal(decide(seenBy(first, offline("1-5:9"), peers, forced(third))).kind, "bootstrap");
});

test("a command is forgotten after a minute", () => {
  const peers = { [second]: ABSENT, [third]: ABSENT };
  const command = { kind: "force-bootstrap", giveUp: [second, third] } as const;
  for (const [givenAtMs, kind] of [
    [40_001, "bootstrap"],
    [40_000, "wait"],
  ] as const)
    assert.equal(decide(seenBy(first, offline(), peers, { command: { command, givenAtMs } })).kind, kind);
});

const FORCED = forcedGroupName(1_000, 0, NO_TRANSACTIONS);

test("a member that was given up and comes back is kept out with what the group never got, executed or only received", () => {
  const group = sight(second, { [second]: "ONLINE" }, FORCED);
  // The group went on from transaction 5, under its own name.
  const peers = { [second]: answering(inGroup(group, "1-5")), [third]: SILENT };
  for (const [mine, kind] of [
    [offline("1-5"), "join"],
    [offline("1-7"), "refuse"],
    [offline("1-5", "6-7"), "refuse"],
  ] as const)
    assert.equal(decide(seenBy(first, mine, peers)).kind, kind);
  const decision = decide(seenBy(first, offline("1-5"), peers));
  assert.equal(decision.kind === "join" && decision.group, FORCED);
});

test("a member that was given up while it was frozen leaves its old group when it hears of the newer one, never the reverse", () => {
  const newer = sight(third, { [third]: "ONLINE" }, FORCED);
  const older = sight(first, { [first]: "ONLINE", [second]: "ONLINE" });
  const decision = decide(
    seenBy(first, inGroup(older), { [third]: answering(inGroup(newer)), [second]: SILENT }),
  );
  assert.equal(decision.kind, "leave");
  assert.match(decision.reason, /newer group without this member, and database-3 is in it/);
  const other = seenBy(third, inGroup(newer), { [first]: answering(inGroup(older)), [second]: SILENT });
  assert.equal(decide(other).kind, "stay");
});

test("a member that no deploy has listed yet founds nothing and joins nothing", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  for (const peer of [answering(inGroup(group)), answering(offline(), { vote: first })]) {
    const peers = { [second]: peer, [third]: peer };
    assert.deepEqual(decide(seenBy(first, offline(), peers, { members: [second, third] })), {
      kind: "wait",
      reason: "no deploy lists it",
      vote: null,
    });
  }
});
