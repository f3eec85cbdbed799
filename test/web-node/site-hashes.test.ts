import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { listApp, withHashes } from "../../modules/web-node/index.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

function siteOf(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-hashes-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const site = join(folder, "site");
  mkdirSync(site);
  const cache = join(folder, "hashes.json");
  const hashes = (nowMs?: number) =>
    Object.fromEntries(
      withHashes(listApp(site).entries, cache, nowMs).map((file) => [
        file.path,
        "source" in file ? file.sha256 : undefined,
      ]),
    );
  return { site, cache, hashes };
}
const later = () => Date.now() + 60_000;

test("each file has the hash of its bytes, whatever was known, and a changed one its new hash", (t) => {
  const { site, hashes } = siteOf(t);
  writeFileSync(join(site, "a"), "one");
  writeFileSync(join(site, "b"), "x".repeat(3_000_000));
  assert.deepEqual(hashes(later()), { a: hashOf("one"), b: hashOf("x".repeat(3_000_000)) });
  // The same size, and the time that it had: only the time of the change itself differs.
  const { atime, mtime } = statSync(join(site, "a"));
  writeFileSync(join(site, "a"), "two");
  utimesSync(join(site, "a"), atime, mtime);
  assert.equal(hashes(later()).a, hashOf("two"));
  rmSync(join(site, "b"));
  assert.deepEqual(hashes(later()), { a: hashOf("two") });
});

test("a known file isn't read again, and one that has just changed isn't taken for known", (t) => {
  const { site, cache, hashes } = siteOf(t);
  writeFileSync(join(site, "a"), "one");
  hashes();
  assert.deepEqual(JSON.parse(readFileSync(cache, "utf8")), {});
  hashes(later());
  const forged = readFileSync(cache, "utf8").replace(hashOf("one"), hashOf("known"));
  writeFileSync(cache, forged);
  assert.equal(hashes(later()).a, hashOf("known"));
});

test("a record that isn't one is made anew", (t) => {
  const { site, cache, hashes } = siteOf(t);
  writeFileSync(join(site, "a"), "one");
  chmodSync(join(site, "a"), 0o644);
  writeFileSync(cache, '{"a": 1');
  assert.equal(hashes().a, hashOf("one"));
});
