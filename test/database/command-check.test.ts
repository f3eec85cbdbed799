import assert from "node:assert/strict";
import { test } from "node:test";
import { commandRefusal } from "../../modules/database/agent/decide/command-check.ts";
import {
  absentForMs,
  type LocalMember,
  NO_ROUND_YET,
  type PeerAnswer,
  updateAbsence,
} from "../../modules/database/agent/decide/decision-input.ts";
import { parseCommand } from "../../modules/database/agent/decide/operator-command.ts";
import { ABSENT, answering, inGroup, offline, SILENT, seenBy, sight } from "./inputs.ts";

const [first, second, third] = ["database-1", "database-2", "database-3"];
const discard = { kind: "discard-data" } as const;
const whole = { [first]: "ONLINE", [second]: "ONLINE", [third]: "ONLINE" } as const;

function force(local: LocalMember, peers: Record<string, PeerAnswer>, giveUp: string[]): string | undefined {
  return commandRefusal(seenBy(first, local, peers), { kind: "force-bootstrap", giveUp });
}

test("a member in a group with quorum takes no command", () => {
  const seen = seenBy(first, inGroup(sight(first, whole)), { [second]: SILENT, [third]: SILENT });
  assert.equal(
    commandRefusal(seen, { kind: "force-bootstrap", giveUp: [second] }),
    "this member is ONLINE in a group with quorum, so there is nothing to force",
  );
  assert.equal(
    commandRefusal(seen, discard),
    "this member is ONLINE in a group with quorum, so there is nothing to discard",
  );
});

test("a member whose group lost its quorum takes one only after it has left that group", () => {
  const stuck = sight(first, { [first]: "ONLINE", [second]: "UNREACHABLE", [third]: "UNREACHABLE" });
  assert.match(
    force(inGroup(stuck), { [second]: SILENT, [third]: SILENT }, [second, third]) ?? "",
    /ONLINE in a group without quorum .* run it again when `lampstand-agent status` shows OFFLINE/,
  );
});

test("a forced bootstrap is refused where a group can be joined, or forms by itself", () => {
  const group = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  assert.equal(
    force(offline(), { [second]: answering(inGroup(group)), [third]: SILENT }, [third]),
    "database-2 is in a group with quorum, which this member can join",
  );
  assert.equal(
    force(offline("1-5"), { [second]: answering(offline("1-3")), [third]: answering(offline()) }, []),
    "all members answer and one of them holds every transaction, so the group forms by itself",
  );
});

test("each member that a forced bootstrap goes without has to be named, and be surely gone", () => {
  for (const [answer, giveUp, reason] of [
    [ABSENT, [], /^database-3 does not answer; if it is gone for good, .* add --give-up database-3$/],
    [
      SILENT,
      [third],
      /^database-3 does not answer, but its container may only be frozen, .*`docker stop -t 0 NAME`/,
    ],
    [
      answering(offline()),
      [third],
      /^database-3 answers, so it can't be given up; leave out --give-up database-3$/,
    ],
    [
      answering({ kind: "down", reason: "" }),
      [third],
      /^the agent of database-3 answers, although its mysqld does not: stop it/,
    ],
    [answering(offline(), { bootstrapping: true }), [], /^database-3 is bootstrapping the group$/],
    [answering(inGroup({ ...sight(third, whole), quorum: false })), [], /^database-3 is ONLINE in a group$/],
    [
      ABSENT,
      [third, "database-4"],
      /^--give-up database-4: .* the other members, which are database-2, database-3$/,
    ],
    [ABSENT, [third, first], /^--give-up database-1: /],
  ] as const)
    assert.match(
      force(offline("1-5"), { [second]: answering(offline()), [third]: answer }, [...giveUp]) ?? "",
      reason,
    );
  assert.equal(
    force(offline("1-5"), { [second]: answering(offline()), [third]: ABSENT }, [third]),
    undefined,
  );
});

test("a member that was there just now can't be given up yet", () => {
  const seen = seenBy(first, offline(), { [second]: answering(offline()), [third]: ABSENT });
  const absence = { ...NO_ROUND_YET, askedAtMs: 50_000, sinceMs: new Map([[third, 47_000]]) };
  assert.equal(
    commandRefusal({ ...seen, absence }, { kind: "force-bootstrap", giveUp: [third] }),
    "database-3 was there 3 s ago; run it again when it has been absent for 10 s",
  );
});

test("absence is counted while the peers are asked again and again, and starts anew after a pause", () => {
  const gone = new Map([[third, ABSENT]]);
  const twice = updateAbsence(updateAbsence(NO_ROUND_YET, gone, 1_000, offline()), gone, 4_000, offline());
  assert.equal(absentForMs(twice, third), 3_000);
  assert.equal(absentForMs(updateAbsence(twice, gone, 9_001, offline()), third), 0);
  const frozen = updateAbsence(twice, new Map([[third, SILENT]]), 5_000, offline());
  assert.equal(absentForMs(frozen, third), 0);
});

test("a peer that is outside counts as missing from the group since it was seen in it, not while it had yet to join", () => {
  const outside = new Map([[third, answering(offline())]]);
  const alone = inGroup(sight(first, { [first]: "ONLINE" }));
  const before = updateAbsence(NO_ROUND_YET, outside, 1_000, alone);
  assert.deepEqual([...before.outsideSinceMs], []);
  const joined = updateAbsence(before, outside, 3_000, inGroup(sight(first, whole)));
  const later = updateAbsence(joined, outside, 6_000, inGroup(sight(first, whole)));
  assert.deepEqual([...later.outsideSinceMs], [[third, 3_000]]);
});

test("data are discarded only for a group that this member can't join with them", () => {
  const group = answering(inGroup(sight(second, { [second]: "ONLINE", [third]: "ONLINE" }), "1-9"));
  const still = answering(inGroup(sight(second, whole), "1-9"));
  for (const [local, answer, reason] of [
    [
      offline("1-5:12"),
      SILENT,
      /^no member answers that it is in a group with quorum, so there is nothing to clone from$/,
    ],
    [offline("1-5:12"), still, /^the group of database-2 still counts this member's previous process/],
    [
      offline("1-5"),
      group,
      /^this member holds nothing that the group of database-2 lacks, so it joins by itself$/,
    ],
  ] as const)
    assert.match(
      commandRefusal(seenBy(first, local, { [second]: answer, [third]: SILENT }), discard) ?? "",
      reason,
    );
  assert.equal(
    commandRefusal(seenBy(first, offline("1-5:12"), { [second]: group, [third]: SILENT }), discard),
    undefined,
  );
});

test("what is no command is refused with the commands that there are", () => {
  assert.deepEqual(parseCommand({ kind: "force-bootstrap", giveUp: [third] }), {
    kind: "force-bootstrap",
    giveUp: [third],
  });
  for (const given of [null, "force-bootstrap", { kind: "force-bootstrap" }, { kind: "other" }])
    assert.throws(() => parseCommand(given), /there are force-bootstrap and discard-data/);
});
