import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  FIRST_GROUP_NAME,
  forcedGroupName,
  isNewerGroup,
  newestGroupName,
} from "../../modules/database/agent/decide/group-name.ts";
import { NO_TRANSACTIONS, parseGtidSet } from "../../modules/database/agent/decide/gtid.ts";

test("a forced group is newer than every group whose transactions its founder holds, whatever the clock says", () => {
  const clock = fc.nat(2 ** 47);
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(clock, clock, random, random, (earlier, later, one, other) => {
      const before = forcedGroupName(earlier, one, NO_TRANSACTIONS);
      const known = parseGtidSet(`${FIRST_GROUP_NAME}:1-5,${before}:1-3`);
      const after = forcedGroupName(later, other, known);
      assert.ok(isNewerGroup(after, before) && !isNewerGroup(before, after));
      assert.ok(isNewerGroup(before, FIRST_GROUP_NAME) && !isNewerGroup(FIRST_GROUP_NAME, before));
      assert.equal(newestGroupName(known), before);
    }),
  );
});

test("members that know no forced group form the first one again", () => {
  assert.equal(newestGroupName(NO_TRANSACTIONS), FIRST_GROUP_NAME);
  assert.equal(newestGroupName(parseGtidSet("00000000-0000-4000-8000-00000000000a:1-9")), FIRST_GROUP_NAME);
});
