import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { readApp } from "../../modules/web-node/index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lampstand-app-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function place(path: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
}

test("files come sorted by path, byte for byte, executable only if they were", () => {
  place("site/b.php", "b");
  place("site/a/z.bin", Uint8Array.of(0, 255, 13, 10));
  place("site/.htaccess", "x");
  chmodSync(join(folder, "site/b.php"), 0o700);
  assert.deepEqual(readApp(join(folder, "site")), [
    { path: ".htaccess", content: Buffer.from("x"), mode: 0o644 },
    { path: "a/z.bin", content: Buffer.from([0, 255, 13, 10]), mode: 0o644 },
    { path: "b.php", content: Buffer.from("b"), mode: 0o755 },
  ]);
});

test("the repository's own folder stays behind, at any depth", () => {
  place("site/.git/config", "x");
  place("site/lib/.git/HEAD", "x");
  place("site/.gitignore", "x");
  assert.deepEqual(
    readApp(join(folder, "site")).map(({ path }) => path),
    [".gitignore"],
  );
});

test("links within the site become what they lead to; links out of it, to nowhere or in a circle are left out", () => {
  place("secret.txt", "secret");
  place("site-two/x", "x");
  place("site/real/page.php", "page");
  const links = {
    "in.php": "real/page.php",
    dir: "real",
    out: "../secret.txt",
    sibling: "../site-two",
    gone: "no",
    "real/loop": "..",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, "site", name));
  assert.deepEqual(
    readApp(join(folder, "site")).map(({ path, ...file }) => [
      path,
      "content" in file ? String(file.content) : "",
    ]),
    [
      ["dir/page.php", "page"],
      ["in.php", "page"],
      ["real/page.php", "page"],
    ],
  );
});
