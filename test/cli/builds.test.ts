import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { outdatedContexts, outdatedImages } from "../../cli/builds/index.ts";

const hash = (digit: number) => digit.toString(16).padStart(16, "0");
const hour = 3_600_000;

test("of a role's build contexts the deployed one and the one used last before it stay", () => {
  const seen = [1, 2, 3, 4].map((n) => ({ name: hash(n), usedAtMs: n * 1000 }));
  assert.deepEqual(outdatedContexts(seen, hash(4), 9000).hashes, [hash(2), hash(1)]);
  // Back to an earlier edit: the one before it is the one that ran until now.
  const back = seen.map((context) => (context.name === hash(1) ? { ...context, usedAtMs: 5000 } : context));
  assert.deepEqual(outdatedContexts(back, hash(1), 9000).hashes, [hash(3), hash(2)]);
});

test("the deployed context is never outdated, and all but two are, whatever their times", () => {
  const contexts = fc.uniqueArray(fc.record({ name: fc.nat(50).map(hash), usedAtMs: fc.nat(9) }), {
    selector: ({ name }) => name,
    minLength: 1,
  });
  fc.assert(
    fc.property(contexts, fc.nat(), (seen, some) => {
      const deployed = seen[some % seen.length]?.name ?? "";
      const { hashes } = outdatedContexts(seen, deployed, 10);
      assert.ok(!hashes.includes(deployed));
      assert.equal(hashes.length, Math.max(0, seen.length - 2));
    }),
  );
});

test("a half-written context goes after an hour, and what isn't a context stays", () => {
  const seen = [
    { name: `${hash(1)}.4711.partial`, usedAtMs: 0 },
    { name: `${hash(2)}.4712.partial`, usedAtMs: hour },
    { name: "notes", usedAtMs: 0 },
    { name: hash(3), usedAtMs: 0 },
  ];
  assert.deepEqual(outdatedContexts(seen, hash(3), hour + 1), {
    hashes: [],
    halves: [`${hash(1)}.4711.partial`],
  });
});

test("only images of this stack that were built from this project's outdated contexts are removed, and none in use", () => {
  const image = (id: string, names: readonly string[], stack = "shop") => ({ id, names, stack });
  const images = [
    image("a", ["shop-web:1", "mine/kept:1"]),
    image("b", ["shop-web:2"]),
    image("c", ["shop-web:3"]),
    image("d", ["shop-web:1"], "other"),
    image("e", ["other-web:1"], "other"),
    image("f", []),
  ];
  assert.deepEqual(outdatedImages(images, "shop", new Set(["shop-web:1", "shop-web:2"]), new Set(["b"])), {
    removable: ["shop-web:1"],
    inUse: ["shop-web:2"],
  });
});
