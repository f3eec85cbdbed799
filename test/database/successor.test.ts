import assert from "node:assert/strict";
import { test } from "node:test";
import { successorOf } from "../../modules/database/agent/decide/successor.ts";
import { answering, offline, SILENT, sight, THREE } from "./inputs.ts";

const [first, second, third] = THREE;
const settings = { members: THREE, node: first };

function successor(
  states: Parameters<typeof sight>[1],
  peers: Parameters<typeof successorOf>[1] = new Map(),
) {
  return successorOf(sight(first, states).view, peers, settings)?.node;
}

test("a stopping primary hands over to the first other member that is ONLINE", () => {
  assert.equal(successor({ [first]: "ONLINE", [third]: "ONLINE", [second]: "ONLINE" }), second);
  assert.equal(successor({ [first]: "ONLINE", [second]: "RECOVERING", [third]: "ONLINE" }), third);
  assert.equal(successor({ [first]: "ONLINE", [second]: "UNREACHABLE" }), undefined);
});

test("a member that is itself about to stop is passed over, a silent agent's member is not", () => {
  const all = { [first]: "ONLINE", [second]: "ONLINE", [third]: "ONLINE" } as const;
  const stopping = answering(offline(), { stopping: true });
  assert.equal(successor(all, new Map([[second, stopping]])), third);
  assert.equal(successor(all, new Map([[second, SILENT]])), second);
  assert.equal(
    successor(
      all,
      new Map([
        [second, stopping],
        [third, stopping],
      ]),
    ),
    undefined,
  );
});

test("a member that is not configured here, as while scaling, is better than none", () => {
  assert.equal(successor({ [first]: "ONLINE", "database-4": "ONLINE" }), "database-4");
});
