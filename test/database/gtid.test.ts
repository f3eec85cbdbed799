import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  contains,
  count,
  formatGtidSet,
  type GtidSet,
  NO_TRANSACTIONS,
  parseGtidSet,
  subtract,
  union,
} from "../../modules/database/agent/decide/gtid.ts";
import { gtidText } from "./arbitraries.ts";

/** The set as single transactions: slow and obviously right. */
function members(set: GtidSet): Set<string> {
  const all = new Set<string>();
  for (const [key, intervals] of set)
    for (const { first, last } of intervals) for (let n = first; n <= last; n += 1) all.add(`${key}:${n}`);
  return all;
}

const sets = gtidText().map(parseGtidSet);

test("a set printed and read again is the same set", () => {
  fc.assert(
    fc.property(sets, (set) => assert.deepEqual(parseGtidSet(formatGtidSet(set)), new Map([...set].sort()))),
  );
});

test("union, subtraction and containment agree with sets of single transactions", () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const [ma, mb] = [members(a), members(b)];
      assert.deepEqual(members(union(a, b)), new Set([...ma, ...mb]));
      assert.deepEqual(members(subtract(a, b)), new Set([...ma].filter((each) => !mb.has(each))));
      assert.equal(
        contains(a, b),
        [...mb].every((each) => ma.has(each)),
      );
      assert.equal(count(a), ma.size);
    }),
  );
});

test("sets are equal in text if they are equal in content", () => {
  fc.assert(
    fc.property(sets, sets, (a, b) =>
      assert.equal(formatGtidSet(union(a, b)), formatGtidSet(union(b, a, b))),
    ),
  );
});

test("MySQL's own notation is read: line breaks, capitals, several tags in one entry", () => {
  const set = parseGtidSet(
    "4C616D70-7374-4E64-8D64-617461626173:1-5:7:audit:1-2:x:9,\n5c616d70-7374-4e64-8d64-617461626173:3",
  );
  assert.equal(
    formatGtidSet(set),
    "4c616d70-7374-4e64-8d64-617461626173:1-5:7,4c616d70-7374-4e64-8d64-617461626173:audit:1-2," +
      "4c616d70-7374-4e64-8d64-617461626173:x:9,5c616d70-7374-4e64-8d64-617461626173:3",
  );
  assert.equal(count(set), 10);
});

test("no text is no transactions, and other text is refused", () => {
  assert.deepEqual(parseGtidSet(""), NO_TRANSACTIONS);
  for (const text of ["nonsense", "4c616d70-7374-4e64-8d64-617461626173:1-", "undefined"])
    assert.throws(() => parseGtidSet(text), /not a GTID set/);
});
