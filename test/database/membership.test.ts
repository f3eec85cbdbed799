import assert from "node:assert/strict";
import { test } from "node:test";
import { countedMembers } from "../../modules/database/agent/decide/membership.ts";
import { OUTSIDE, sight, THREE } from "./inputs.ts";

const five = [...THREE, "database-4", "database-5"];
const [first] = THREE;

test("members that a deploy adds count at once", () => {
  assert.deepEqual(countedMembers(five, THREE, OUTSIDE), five);
  assert.deepEqual(countedMembers(THREE, [], undefined), THREE);
});

test("members that a deploy takes off count until they are seen to have left a group with quorum", () => {
  const all = Object.fromEntries(five.map((node) => [node, "ONLINE"] as const));
  const { "database-5": _left, ...four } = all;
  assert.deepEqual(countedMembers(THREE, five, sight(first, all)), five);
  assert.deepEqual(countedMembers(THREE, five, sight(first, four)), [...THREE, "database-4"]);
  const three = sight(first, { [first]: "ONLINE", "database-2": "ONLINE", "database-3": "ONLINE" });
  assert.deepEqual(countedMembers(THREE, five, three), THREE);
});

test("while there is no group, or none with quorum, nobody is taken for having left", () => {
  const lost = sight(first, { [first]: "ONLINE", "database-2": "UNREACHABLE", "database-3": "UNREACHABLE" });
  for (const group of [OUTSIDE, undefined, lost])
    assert.deepEqual(countedMembers(THREE, five, group), [...THREE, "database-4", "database-5"]);
});
