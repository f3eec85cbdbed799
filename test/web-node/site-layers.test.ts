import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isBeginningBetter, manifestOf, siteDifference } from "../../modules/web-node/index.ts";

const file = (path: string, text = "a", mode = 0o644) => ({ path, source: "x", sha256: text, mode });
const folder = (path: string) => ({ path, isFolder: true as const });
const link = (path: string, target: string) => ({ path, link: target });

test("files that are new, changed, of another mode or gone are found", () => {
  const base = manifestOf([file("a"), file("b"), file("c"), file("d/e")]);
  const current = manifestOf([file("a"), file("b", "other"), file("c", "a", 0o755), file("new/x")]);
  assert.deepEqual(siteDifference(base, current), { changed: ["b", "c", "new/x"], removed: ["d"] });
});

test("what becomes something else is removed first", () => {
  const base = manifestOf([file("was-file"), link("link", "a"), file("dir/x"), folder("empty")]);
  const current = manifestOf([file("was-file/x"), link("link", "b"), link("dir", "link"), file("empty/x")]);
  assert.deepEqual(siteDifference(base, current), {
    changed: ["dir", "empty/x", "link", "was-file/x"],
    removed: ["dir", "empty", "link", "was-file"],
  });
});

/** A site by path; what is below a file or a link is no part of it. */
const site = fc
  .dictionary(
    fc.stringMatching(/^[ab](\/[ab]){0,3}$/),
    fc.constantFrom("1", "2", "folder", "link x", "link y"),
  )
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).filter(([path, kind]) => {
        const isAbove = (other: string) => other.startsWith(`${path}/`);
        if (kind === "folder") return !Object.keys(all).some(isAbove);
        return !Object.keys(all).some((other) => path.startsWith(`${other}/`));
      }),
    ),
  )
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).filter(([path]) => !Object.keys(all).some((other) => path.startsWith(`${other}/`))),
    ),
  );

test("with what differs, any site becomes any other one, with no folder left over", () => {
  fc.assert(
    fc.property(site, site, (base, current) => {
      const { changed, removed } = siteDifference(base, current);
      const result: Record<string, string> = { ...base };
      for (const path of removed)
        for (const each of Object.keys(result))
          if (each === path || each.startsWith(`${path}/`)) delete result[each];
      for (const path of changed) {
        const below = Object.keys(result).some(
          (each) => each.startsWith(`${path}/`) || path.startsWith(`${each}/`),
        );
        assert.ok(!below, `${path} is in the way of another file`);
        result[path] = current[path] ?? "";
      }
      assert.deepEqual(result, current);
      for (const path of Object.keys(current))
        assert.ok(!removed.some((each) => each === path && !changed.includes(path)));
    }),
  );
});

test("with more than an eighth that differs, in files or in bytes, the site begins anew", () => {
  const sizes = new Map(
    Array.from({ length: 80 }, (_, index) => [`file-${index}`, index === 0 ? 1_000 : 10]),
  );
  const named = (count: number, first = 1) =>
    Array.from({ length: count }, (_, index) => `file-${index + first}`);
  assert.equal(isBeginningBetter({ changed: named(5), removed: named(5, 20) }, sizes), false);
  assert.equal(isBeginningBetter({ changed: named(5), removed: named(6, 20) }, sizes), true);
  assert.equal(isBeginningBetter({ changed: named(1, 0), removed: [] }, sizes), true);
});
