import assert from "node:assert/strict";
import { test } from "node:test";
import { refusesReads, refusesWrites, type Standing } from "../../modules/database/agent/verdict.ts";
import { answering, held, inGroup, sight } from "./observations.ts";

const [first, second, third] = ["database-1", "database-2", "database-3"];
const whole = { [first]: "ONLINE", [second]: "ONLINE", [third]: "ONLINE" } as const;

function standing(more: Partial<Standing> = {}, sighting: Partial<Standing["sighting"]> = {}): Standing {
  return {
    nowMs: 100_000,
    node: first,
    isAlone: false,
    isStopping: false,
    sighting: {
      askedAtMs: 99_900,
      uuid: first,
      version: "9.7.4",
      isReadOnly: false,
      holdings: held("1-9"),
      group: sight(first, whole),
      ...sighting,
    },
    figures: { uptimeSeconds: 9, questions: 9, lagTransactions: 0, lagSeconds: 0 },
    init: { state: "done" },
    peers: new Map([[second, answering(inGroup(sight(second, whole)))]]),
    peersAskedAtMs: 99_000,
    ...more,
  };
}

test("the writable primary of a group with quorum takes writes and reads", () => {
  assert.equal(refusesWrites(standing()), undefined);
  assert.equal(refusesReads(standing()), undefined);
});

test("a secondary takes reads only", () => {
  const secondary = standing({ node: second }, { isReadOnly: true });
  assert.equal(refusesWrites(secondary), "not the primary");
  assert.equal(refusesReads(secondary), undefined);
});

test("an elected primary that is not open for writes yet takes none", () => {
  assert.match(refusesWrites(standing({}, { isReadOnly: true })) ?? "", /read-only/);
});

test("figures of more than 300 ms ago count as no answer", () => {
  for (const refuses of [refusesWrites, refusesReads])
    assert.equal(refuses(standing({}, { askedAtMs: 99_699 })), "mysqld does not answer");
});

test("without quorum there is neither writing nor reading", () => {
  const group = sight(first, { [first]: "ONLINE", [second]: "UNREACHABLE", [third]: "UNREACHABLE" });
  assert.equal(refusesWrites(standing({}, { group })), "no quorum");
  assert.equal(refusesReads(standing({}, { group })), "no quorum");
});

test("a half-loaded or failed database is not offered", () => {
  assert.match(refusesWrites(standing({ init: { state: "loading" } })) ?? "", /not loaded/);
  assert.equal(
    refusesReads(standing({ init: { state: "failed", message: "init failed: a.sql" } })),
    "init failed: a.sql",
  );
});

test("a member that was frozen takes no writes until it has heard of its peers again", () => {
  assert.match(refusesWrites(standing({ peersAskedAtMs: 80_000 })) ?? "", /peers/);
  assert.equal(refusesWrites(standing({ peersAskedAtMs: 80_000, isAlone: true })), undefined);
});

test("a member that was replaced as primary while frozen takes no writes", () => {
  const replaced = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = new Map([[second, answering(inGroup(replaced))]]);
  assert.equal(refusesWrites(standing({ peers })), "database-2 is primary in a group of its own");
});

test("a member that lags or is about to stop takes no reads", () => {
  const figures = { uptimeSeconds: 9, questions: 9, lagTransactions: 9_000, lagSeconds: 11.4 };
  assert.equal(refusesReads(standing({ figures })), "11 s behind the primary");
  assert.equal(refusesReads(standing({ isStopping: true })), "stopping");
  assert.equal(refusesWrites(standing({ isStopping: true })), undefined);
});
