import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OperatorCommand } from "../../modules/database/agent/decide/operator-command.ts";
import { THREE } from "./inputs.ts";
import { describe, Model } from "./model.ts";

type Event = (model: Model) => void;

const node = fc.constantFrom(...THREE);
const nodes = fc.subarray([...THREE]);
const isLost = fc.constantFrom(false, false, false, true);

/** Things go on for a while: time passes, agents ask and act, MySQL notices. */
function goOn(model: Model, rounds: number, ms: number, notices = true): void {
  for (let round = 0; round < rounds; round += 1) {
    model.nowMs += ms;
    for (const member of model.members.values()) {
      if (notices) model.notice(member, model.hasMajority(member) ? "expel" : "fail");
      model.hear(member, []);
      model.step(member, false);
    }
  }
}

const calm = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 100, max: 4_500 }), fc.boolean()).map(
  ([rounds, ms, notices]): Event =>
    (model) =>
      goOn(model, rounds, ms, notices),
);

const giveUp = fc.oneof(
  nodes,
  // What an operator would name: all that are not there.
  fc.constant(undefined),
);
const commands = fc.record({
  kind: fc.constantFrom("force-bootstrap", "force-bootstrap", "discard-data"),
  giveUp,
});

function absentTo(model: Model, self: string): readonly string[] {
  return THREE.filter((each) => each !== self && !model.member(each).isRunning);
}

const command = fc.tuple(node, commands).map(
  ([who, { kind, giveUp: named }]): Event =>
    (model) => {
      const asked: OperatorCommand =
        kind === "discard-data"
          ? { kind: "discard-data" }
          : { kind: "force-bootstrap", giveUp: named ?? absentTo(model, who) };
      model.command(model.member(who), asked);
    },
);

const act = fc.tuple(node, isLost).map(
  ([who, lost]): Event =>
    (model) =>
      model.step(model.member(who), lost),
);
const hear = fc.tuple(node, fc.oneof(fc.constant([]), nodes)).map(
  ([who, lost]): Event =>
    (model) =>
      model.hear(model.member(who), lost),
);
const wait = fc.integer({ min: 1, max: 70_000 }).map(
  (ms): Event =>
    (model) => {
      model.nowMs += ms;
    },
);
const notice = fc.tuple(node, fc.constantFrom("reachable", "expel", "fail")).map(
  ([who, what]): Event =>
    (model) =>
      model.notice(model.member(who), what),
);
const commit =
  (who: string, isApplied: boolean): Event =>
  (model) =>
    model.write(model.member(who), isApplied);
const write = fc.tuple(node, fc.boolean()).map(([who, isApplied]) => commit(who, isApplied));
const fault = fc
  .tuple(nodes, fc.constantFrom("freeze", "thaw", "stop", "start", "crash", "hang", "mysqld"))
  .map(
    ([several, kind]): Event =>
      (model) => {
        for (const each of several) {
          const member = model.member(each);
          if (kind === "freeze") member.isFrozen = member.isRunning;
          if (kind === "thaw") member.isFrozen = false;
          if (kind === "hang") member.isMysqldFrozen = member.isRunning;
          if (kind === "mysqld") member.restartMysqld();
          if (kind === "stop" || kind === "crash" || (kind === "start" && !member.isRunning))
            member.restart();
          if (kind === "stop" || kind === "start") member.isRunning = kind === "start";
        }
      },
  );
const cut = fc.tuple(nodes, fc.boolean()).map(
  ([several, isCutOff]): Event =>
    (model) => {
      for (const each of several) model.member(each).isCutOff = isCutOff;
    },
);

type Outage = "stop" | "freeze" | "cut";

/** Members fail for long, an operator turns to one that is left, and then they come back. */
const disaster = (kinds: readonly [Outage, ...Outage[]]) =>
  fc
    .record({
      survivor: node,
      kind: fc.constantFrom(...kinds),
      steps: fc.integer({ min: 0, max: 12 }),
      pauseMs: fc.integer({ min: 1_000, max: 3_000 }),
      writes: fc.array(fc.tuple(node, fc.boolean()), { maxLength: 3 }),
    })
    .map(({ survivor, kind, steps, pauseMs, writes }): readonly Event[] => {
      const gone = THREE.filter((each) => each !== survivor);
      return [
        (model) => goOn(model, 8, 300),
        ...writes.map(([who, isApplied]) => commit(who, isApplied)),
        (model) => {
          for (const each of gone) strike(model, each, kind);
          if (kind === "stop") model.member(survivor).restart();
        },
        (model) => goOn(model, 6, pauseMs),
        (model) => model.command(model.member(survivor), { kind: "force-bootstrap", giveUp: gone }),
        ...Array.from({ length: steps }, () => (model: Model) => {
          model.nowMs += 200;
          model.step(model.member(survivor), false);
        }),
        ...writes.map(([who, isApplied]) => commit(who, isApplied)),
        (model) => {
          for (const each of gone) strike(model, each, "back");
        },
        ...gone.map((each) => (model: Model) => model.step(model.member(each), false)),
      ];
    });

function strike(model: Model, who: string, what: Outage | "back"): void {
  const member = model.member(who);
  if (what === "stop") member.restart();
  member.isRunning = what !== "stop";
  member.isFrozen = what === "freeze";
  member.isCutOff = what === "cut";
}

const SEQUENCES = 2_000;
function sequences(
  outages: readonly [Outage, ...Outage[]],
  ...more: readonly fc.Arbitrary<Event>[]
): fc.Arbitrary<readonly Event[]> {
  const usual = [act, act, hear, calm, calm, wait, notice, write, write, fault, fault, command];
  const one = fc.oneof(...usual, ...more).map((event): readonly Event[] => [event]);
  return fc
    .array(fc.oneof({ weight: 15, arbitrary: one }, { weight: 1, arbitrary: disaster(outages) }), {
      minLength: 20,
      maxLength: 120,
    })
    .map((parts) => parts.flat());
}

/** @returns how many groups were forced in all sequences */
function play(given: fc.Arbitrary<readonly Event[]>, check: (model: Model) => void): number {
  let forced = 0;
  fc.assert(
    fc.property(fc.boolean(), given, (isFormed, sequence) => {
      const model = new Model(isFormed);
      for (const event of sequence) {
        event(model);
        check(model);
      }
      forced += model.forced;
    }),
    { numRuns: SEQUENCES },
  );
  return forced;
}

test("no sequence of commands, freezes, restarts and lost answers leads to two groups that accept writes, or to one that mixes two histories", () => {
  const forced = play(sequences(["stop", "freeze"]), (model) => {
    assert.ok(model.writableViews().size <= 1, describe(model));
    assert.deepEqual(model.contradictions(), []);
  });
  assert.ok(forced > SEQUENCES / 10, `only ${forced} forced bootstraps: the sequences don't get that far`);
});

test("with members that are cut off from the network as well, the routers never have two groups to write to", () => {
  const forced = play(sequences(["stop", "freeze", "cut"], cut, cut), (model) =>
    assert.ok(model.routedViews().size <= 1, describe(model)),
  );
  assert.ok(forced > SEQUENCES / 10, `only ${forced} forced bootstraps: the sequences don't get that far`);
});

test("in an orderly course of events one member founds the group and the others join it", () => {
  const model = new Model(false);
  goOn(model, 12, 300);
  assert.deepEqual(
    [...model.writableViews()].map(({ nodes: inView }) => [...inView].sort()),
    [[...THREE]],
  );
});
