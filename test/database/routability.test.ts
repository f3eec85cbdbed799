import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type RoutabilityInput,
  readsRefusal,
  writesRefusal,
} from "../../modules/database/agent/decide/routability.ts";
import { answering, held, inGroup, sight } from "./inputs.ts";

const [first, second, third] = ["database-1", "database-2", "database-3"];
const whole = { [first]: "ONLINE", [second]: "ONLINE", [third]: "ONLINE" } as const;

function input(
  more: Partial<RoutabilityInput> = {},
  observation: Partial<RoutabilityInput["observation"]> = {},
): RoutabilityInput {
  return {
    nowMs: 100_000,
    node: first,
    isAlone: false,
    isStopping: false,
    observation: {
      askedAtMs: 99_900,
      uuid: first,
      version: "9.7.4",
      isReadOnly: false,
      holdings: held("1-9"),
      group: sight(first, whole),
      ...observation,
    },
    metrics: { uptimeSeconds: 9, questions: 9, lagTransactions: 0, lagSeconds: 0 },
    init: { state: "done" },
    peers: new Map([[second, answering(inGroup(sight(second, whole)))]]),
    peersAskedAtMs: 99_000,
    ...more,
  };
}

test("the writable primary of a group with quorum takes writes and reads", () => {
  assert.equal(writesRefusal(input()), undefined);
  assert.equal(readsRefusal(input()), undefined);
});

test("a secondary takes reads only", () => {
  const secondary = input({ node: second }, { isReadOnly: true });
  assert.equal(writesRefusal(secondary), "not the primary");
  assert.equal(readsRefusal(secondary), undefined);
});

test("an elected primary that is not open for writes yet takes none", () => {
  assert.match(writesRefusal(input({}, { isReadOnly: true })) ?? "", /read-only/);
});

test("metrics of more than 300 ms ago count as no answer", () => {
  for (const refuses of [writesRefusal, readsRefusal])
    assert.equal(refuses(input({}, { askedAtMs: 99_699 })), "mysqld does not answer");
});

test("without quorum there is neither writing nor reading", () => {
  const group = sight(first, { [first]: "ONLINE", [second]: "UNREACHABLE", [third]: "UNREACHABLE" });
  assert.equal(writesRefusal(input({}, { group })), "no quorum");
  assert.equal(readsRefusal(input({}, { group })), "no quorum");
});

test("a half-loaded or failed database is not offered", () => {
  assert.match(writesRefusal(input({ init: { state: "loading" } })) ?? "", /not loaded/);
  assert.equal(
    readsRefusal(input({ init: { state: "failed", message: "init failed: a.sql" } })),
    "init failed: a.sql",
  );
});

test("a member that was frozen takes no writes until it has heard of its peers again", () => {
  assert.match(writesRefusal(input({ peersAskedAtMs: 80_000 })) ?? "", /peers/);
  assert.equal(writesRefusal(input({ peersAskedAtMs: 80_000, isAlone: true })), undefined);
});

test("a member that was replaced as primary while frozen takes no writes", () => {
  const replaced = sight(second, { [second]: "ONLINE", [third]: "ONLINE" });
  const peers = new Map([[second, answering(inGroup(replaced))]]);
  assert.equal(writesRefusal(input({ peers })), "database-2 is primary in a group of its own");
});

test("a member that lags or is about to stop takes no reads", () => {
  const metrics = { uptimeSeconds: 9, questions: 9, lagTransactions: 9_000, lagSeconds: 11.4 };
  assert.equal(readsRefusal(input({ metrics })), "11 s behind the primary");
  assert.equal(readsRefusal(input({ isStopping: true })), "stopping");
  assert.equal(writesRefusal(input({ isStopping: true })), undefined);
});
