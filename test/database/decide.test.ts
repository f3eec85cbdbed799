import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../../modules/database/agent/decide.ts";
import { answering, inGroup, offline, SILENT, seenBy, sight } from "./observations.ts";

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
  assert.match(decision.reason, /lampstand-agent force-bootstrap/);
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

test("a member that joins forgets what it received in its former life only where the group has all of it", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  for (const [received, forgetsReceived] of [
    ["", true],
    ["6-9", true],
    ["6-10", false],
  ] as const)
    assert.deepEqual(decide(seenBy(first, offline("1-5", received), peers)), {
      kind: "join",
      forgetsReceived,
      reason: "database-2 is in a group with quorum",
      vote: null,
    });
});

test("a member that came back too soon waits until the group has expelled its former life", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE", [first]: "ONLINE" });
  const decision = decide(
    seenBy(first, offline("1-5"), { [second]: answering(inGroup(group, "1-9")), [third]: SILENT }),
  );
  assert.equal(decision.kind, "wait");
  assert.match(decision.reason, /former life/);
});

test("a member with transactions of its own is kept out of the group and keeps its data, until told to discard it", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  const decision = decide(seenBy(first, offline("1-5:20-21"), peers));
  assert.equal(decision.kind, "refuse");
  assert.match(decision.reason, /executed 2 transactions .*:20-21/);
  const told = decide(seenBy(first, offline("1-5:20-21"), peers, { wish: "discard-data" }));
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

test("an expelled member leaves the group, to join it again", () => {
  assert.equal(decide(seenBy(first, inGroup(sight(first, { [first]: "ERROR" })), {})).kind, "leave");
});

test("a single member founds its group by itself, fresh or not", () => {
  for (const executed of ["", "1-5"])
    assert.equal(decide(seenBy(first, offline(executed), {}, { members: [first] })).kind, "bootstrap");
});

test("forced by hand, a member bootstraps without the silent ones, but not if another holds more", () => {
  const wish = { wish: "force-bootstrap" } as const;
  const alone = seenBy(first, offline("1-5"), { [second]: SILENT, [third]: SILENT }, wish);
  assert.equal(decide(alone).kind, "bootstrap");
  const behind = seenBy(
    first,
    offline("1-5"),
    { [second]: answering(offline("1-7")), [third]: SILENT },
    wish,
  );
  assert.equal(decide(behind).kind, "refuse");
  assert.match(decide(behind).reason, /database-2 holds 2 transactions/);
});

test("forced by hand while a group exists, a member joins that and founds no second one", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = { [second]: answering(inGroup(group, "1-9")), [third]: SILENT };
  assert.equal(decide(seenBy(first, offline("1-5"), peers, { wish: "force-bootstrap" })).kind, "join");
});

test("forced by hand, one of several members with transactions of their own may be chosen", () => {
  const peers = { [second]: answering(offline("1-5:8")), [third]: SILENT };
  assert.equal(decide(seenBy(first, offline("1-5:9"), peers, { wish: "force-bootstrap" })).kind, "bootstrap");
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
