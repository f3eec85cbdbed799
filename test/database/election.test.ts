import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { elect, type Holdings } from "../../modules/database/agent/decide/election.ts";
import { contains, parseGtidSet, union } from "../../modules/database/agent/decide/gtid.ts";
import { gtidText } from "./arbitraries.ts";
import { THREE } from "./inputs.ts";

const holdings = fc.tuple(gtidText(), gtidText()).map(([executed, received]): Holdings => {
  const executedSet = parseGtidSet(executed);
  return { executed: executedSet, known: union(executedSet, parseGtidSet(received)) };
});
const three = fc
  .tuple(holdings, holdings, holdings)
  .map((all) => new Map(all.map((each, i) => [String(THREE[i]), each])));

test("whoever is elected knows every transaction that any member knows", () => {
  fc.assert(
    fc.property(three, (all) => {
      const election = elect(THREE, all);
      if (election.kind === "divergent") return;
      const elected = all.get(election.node);
      for (const each of all.values()) assert.ok(elected && contains(elected.known, each.known));
    }),
  );
});

test("one is elected whenever one member holds all", () => {
  fc.assert(
    fc.property(three, fc.constantFrom(...THREE), (all, whole) => {
      const known = union(...[...all.values()].map((each) => each.known));
      const election = elect(THREE, new Map(all).set(whole, { executed: known, known }));
      assert.equal(election.kind, "elected");
    }),
  );
});

test("the result does not depend on the order in which answers came in", () => {
  fc.assert(
    fc.property(three, (all) =>
      assert.deepEqual(
        { ...elect(THREE, all), detail: "" },
        { ...elect(THREE, new Map([...all].reverse())), detail: "" },
      ),
    ),
  );
});
