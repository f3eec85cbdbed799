import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { PeerReport } from "../../modules/database/agent/decide/decision-input.ts";
import { mustYield, type TurnInput, turnToStop } from "../../modules/database/agent/decide/turn.ts";
import type { MemberState } from "../../modules/database/agent/status.ts";
import { answering, inGroup, offline, SILENT, sight, THREE } from "./inputs.ts";

const [first, second, third] = THREE;
const whole = { [first]: "ONLINE", [second]: "ONLINE", [third]: "ONLINE" } as const;

/** What `self` sees: the view's first is the primary, and all in it answer that they wait for their turn, or as told. */
function seen(
  self: string,
  states: Readonly<Record<string, MemberState>>,
  reports: Readonly<Record<string, Partial<PeerReport>>> = {},
  more: Partial<TurnInput> = {},
): TurnInput {
  const group = (node: string) => inGroup(sight(node, states));
  const peers = Object.keys(states)
    .filter((node) => node !== self)
    .map((node) => [node, answering(group(node), reports[node] ?? { awaitsTurn: true })] as const);
  return {
    self,
    listed: THREE,
    local: group(self),
    peers: new Map(peers),
    absentMs: new Map(),
    isDissolved: false,
    ...more,
  };
}

test("of members that are all asked to stop, secondaries go in their order and the primary last", () => {
  assert.deepEqual(turnToStop(seen(second, whole)), { kind: "go" });
  assert.deepEqual(turnToStop(seen(third, whole)), { kind: "wait", reason: "database-2 goes first" });
  assert.deepEqual(turnToStop(seen(first, whole)), { kind: "wait", reason: "database-2 goes first" });
  const renewed = { [second]: {}, [third]: {} };
  assert.deepEqual(turnToStop(seen(first, whole, { ...renewed, [third]: { awaitsTurn: true } })), {
    kind: "wait",
    reason: "database-3 goes first",
  });
  assert.deepEqual(turnToStop(seen(first, whole, renewed)), { kind: "go" });
});

test("one that is asked to stop alone goes at once, the primary too", () => {
  const alone = { [first]: {}, [second]: {}, [third]: {} };
  for (const node of THREE) assert.deepEqual(turnToStop(seen(node, whole, alone)), { kind: "go" });
});

test("nobody goes while another is stopping", () => {
  const stopping = seen(first, whole, { [second]: { stopping: true, awaitsTurn: true }, [third]: {} });
  assert.deepEqual(turnToStop(stopping), { kind: "wait", reason: "database-2 is stopping" });
});

test("nobody goes until the one before is back: gone for a moment, starting, or catching up", () => {
  const left = { [first]: "ONLINE", [third]: "ONLINE" } as const;
  const wait = { kind: "wait", reason: "database-2 is to come back first" };
  const absent = new Map([[second, 5_000]]);
  const peers = (answer: typeof SILENT) => new Map([...seen(third, left).peers, [second, answer] as const]);
  assert.deepEqual(turnToStop(seen(third, left, {}, { peers: peers(SILENT), absentMs: absent })), wait);
  const late = new Map([[second, 60_000]]);
  const starting = peers(answering({ kind: "down", reason: "mysqld is starting" }));
  assert.deepEqual(turnToStop(seen(third, left, {}, { peers: starting, absentMs: late })), wait);
  assert.deepEqual(turnToStop(seen(third, { ...left, [second]: "RECOVERING" })), wait);
});

test("one that has been away for long, or that the group refused, holds up nobody", () => {
  const left = { [first]: "ONLINE", [third]: "ONLINE" } as const;
  const with2 = (answer: typeof SILENT, ms: number) =>
    seen(
      third,
      left,
      {},
      {
        peers: new Map([...seen(third, left).peers, [second, answer] as const]),
        absentMs: new Map([[second, ms]]),
      },
    );
  assert.deepEqual(turnToStop(with2(SILENT, 20_000)), { kind: "go" });
  assert.deepEqual(turnToStop(with2(answering(offline(), { refused: true }), 5_000)), { kind: "go" });
});

test("members that a deploy takes off go first, and nobody waits for them to come back", () => {
  const five = { ...whole, "database-4": "ONLINE", "database-5": "ONLINE" } as const;
  assert.deepEqual(turnToStop(seen("database-4", five)), { kind: "go" });
  assert.deepEqual(turnToStop(seen(second, five)), { kind: "wait", reason: "database-4 goes first" });
  assert.deepEqual(turnToStop(seen(second, whole, {}, { absentMs: new Map([["database-4", 500]]) })), {
    kind: "go",
  });
});

test("outside of a working group, and when the whole stack goes, nobody waits", () => {
  const lost = { [first]: "ONLINE", [second]: "UNREACHABLE", [third]: "UNREACHABLE" } as const;
  const away = { absentMs: new Map([[first, 5_000]]) };
  assert.deepEqual(turnToStop(seen(first, lost, {}, away)), { kind: "go" });
  const hanging = { kind: "down", reason: "mysqld does not answer" } as const;
  assert.deepEqual(turnToStop(seen(first, whole, {}, { ...away, local: hanging })), { kind: "go" });
  assert.deepEqual(turnToStop(seen(first, whole, {}, { local: offline() })), { kind: "go" });
  assert.deepEqual(turnToStop(seen(first, whole, {}, { isDissolved: true })), { kind: "go" });
});

test("on a machine that is starved of time, a missed question or heartbeat is no reason to go", () => {
  const lost = { [first]: "ONLINE", [second]: "UNREACHABLE", [third]: "UNREACHABLE" } as const;
  const justNow = { absentMs: new Map([[first, 1_500]]) };
  assert.deepEqual(turnToStop(seen(first, lost, {}, justNow)), {
    kind: "wait",
    reason: "no quorum at this moment",
  });
  const local = { kind: "down", reason: "mysqld does not answer" } as const;
  assert.deepEqual(turnToStop(seen(first, whole, {}, { ...justNow, local })), {
    kind: "wait",
    reason: "mysqld does not answer",
  });
  const unheard = seen(second, whole, {}, { peers: new Map([[first, SILENT] as const]) });
  assert.deepEqual(turnToStop(unheard), { kind: "wait", reason: "database-1 does not report what it does" });
  assert.equal(mustYield(unheard), true);
});

test("two that took their turn at once: the one that is later in order steps back", () => {
  const at = { stopping: true, awaitsTurn: true };
  assert.equal(mustYield(seen(third, whole, { [second]: at })), true);
  assert.equal(mustYield(seen(second, whole, { [third]: at })), false);
  assert.equal(mustYield(seen(first, whole, { [third]: at })), true);
});

test("however many are asked to stop, of those in the same whole group exactly one may go", () => {
  const nodes = Array.from({ length: 9 }, (_, index) => `database-${index + 1}`);
  const arbitrary = fc.record({
    told: fc.subarray(nodes, { minLength: 1 }),
    primary: fc.constantFrom(...nodes),
    listed: fc.subarray(nodes, { minLength: 1 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ told, primary, listed }) => {
      const order = [primary, ...nodes.filter((node) => node !== primary)];
      const states = Object.fromEntries(order.map((node) => [node, "ONLINE" as const]));
      const reports = Object.fromEntries(nodes.map((node) => [node, { awaitsTurn: told.includes(node) }]));
      const goes = told.filter((node) => turnToStop(seen(node, states, reports, { listed })).kind === "go");
      assert.equal(goes.length, 1);
      if (listed.includes(primary) && told.length > 1) assert.notEqual(goes[0], primary);
    }),
  );
});
