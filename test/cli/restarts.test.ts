import assert from "node:assert/strict";
import { test } from "node:test";
import { type RestartCount, restartingContainer, restartingText } from "../../cli/deploy/index.ts";

function container(restarts: number, id = "a1"): RestartCount {
  return { id, name: `shop-${id}`, restarts, exitCode: 1 };
}
const nothingBefore = new Map<string, number>();

test("a new container that is restarted a fourth time restarts over and over", () => {
  assert.equal(restartingContainer(nothingBefore, [container(3)]), undefined);
  assert.equal(restartingContainer(nothingBefore, [container(0, "b2"), container(4)])?.id, "a1");
});

test("one that was restarted before the watch began has to fail twice more", () => {
  const before = new Map([["a1", 50]]);
  assert.equal(restartingContainer(before, [container(50)]), undefined);
  assert.equal(restartingContainer(before, [container(51)]), undefined);
  assert.equal(restartingContainer(before, [container(52)])?.id, "a1");
});

test("one that was made long ago and restarts for the first times is given the same tries as a new one", () => {
  assert.equal(restartingContainer(new Map([["a1", 0]]), [container(3)]), undefined);
});

test("the message has the container, its exit code and its last lines", () => {
  assert.equal(
    restartingText({ id: "a1", name: "shop-database-1-0a1b2c3d", restarts: 4, exitCode: 1 }, [
      "agent: can't start: EPERM: operation not permitted",
    ]),
    `Container shop-database-1-0a1b2c3d restarts over and over: 4 times, the last with exit code 1.
Its last lines:
  | agent: can't start: EPERM: operation not permitted`,
  );
  assert.match(restartingText(container(4), []), /\nIt wrote nothing\.$/);
});
