import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { resolveConfig } from "../../modules/config/index.ts";
import { fileBytes } from "../../modules/image/index.ts";
import { leftOutText, listApp, readApp, siteReport } from "../../modules/web-node/index.ts";

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
  chmodSync(join(folder, "site/b.php"), 0o744);
  assert.deepEqual(
    readApp(join(folder, "site")).map((file) => [file.path, file.mode, Buffer.from(fileBytes(file))]),
    [
      [".htaccess", 0o644, Buffer.from("x")],
      ["a/z.bin", 0o644, Buffer.from([0, 255, 13, 10])],
      ["b.php", 0o755, Buffer.from("b")],
    ],
  );
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

test("links within the site stay links, wherever the folder is; links out of it or to nowhere are left out", () => {
  place("secret.txt", "secret");
  place("site-two/x", "x");
  place("site/real/page.php", "page");
  const links = {
    "in.php": "real/page.php",
    "absolute.php": join(folder, "site/real/page.php"),
    dir: "real",
    out: "../secret.txt",
    sibling: "../site-two",
    gone: "no",
    "real/up": "..",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, "site", name));
  assert.deepEqual(
    readApp(join(folder, "site")).map((file) => [file.path, "link" in file ? file.link : undefined]),
    [
      ["absolute.php", "real/page.php"],
      ["dir", "real"],
      ["in.php", "real/page.php"],
      ["real/page.php", undefined],
      ["real/up", ".."],
    ],
  );
});

/** What is shipped and what is left out of the folder "site", with the reasons. */
function listed(secretFiles: readonly string[] = []) {
  const { entries, leftOut } = listApp(join(folder, "site"), secretFiles);
  return {
    shipped: entries.map(({ path }) => path),
    leftOut: Object.fromEntries(leftOut.map(({ path, reason }) => [path, reason])),
  };
}

test("what is left out is listed, each with its reason", () => {
  place("secret.txt", "secret");
  place("site/index.php", "page");
  place("site/.git/config", "x");
  for (const [name, target] of Object.entries({ out: "../secret.txt", gone: "nothing", loop: "." }))
    symlinkSync(target, join(folder, "site", name));
  execFileSync("mkfifo", [join(folder, "site/pipe")]);
  writeFileSync(Buffer.concat([Buffer.from(join(folder, "site/caf")), Buffer.of(0xe9)]), "x");
  assert.deepEqual(listed(), {
    shipped: ["index.php", "loop"],
    leftOut: {
      ".git": "git",
      "caf\\xe9": "name",
      gone: "link",
      out: "link",
      pipe: "kind",
    },
  });
});

test("a deploy says how large the site is, and what is left out", () => {
  place("site/a.php", "x".repeat(150_000));
  place("site/b/c.php", "x");
  place("site/.git/config", "x");
  const report = siteReport(resolveConfig({ app: { path: join(folder, "site") } }));
  assert.match(
    report,
    /^Files of the site: 2 \(0\.2 MB\)\nLeft out of the site's folder .*:\n {2}version control:/,
  );
});

test("an empty folder is shipped as one", () => {
  place("site/index.php", "page");
  mkdirSync(join(folder, "site/cache/tmp"), { recursive: true });
  assert.deepEqual(readApp(join(folder, "site"))[0], { path: "cache/tmp", isFolder: true });
});

test("the project's secrets, states and outputs are left out at any depth, by links as well", () => {
  for (const path of [
    ...[
      "index.php",
      "lampstand.config.ts",
      "node_modules/x/index.js",
      ".lampstand/shop/secrets/passwords/app",
    ],
    ...["terraform.local.tfstate", "terraform.local.tfstate.backup", ".terraform.tfstate.lock.info"],
    ...[
      "cdktf.out/stacks/local/cdk.tf.json",
      "deeper/.terraform/x",
      "deeper/node_modules/chart.js",
      "tls/site.key",
    ],
  ])
    place(`site/${path}`, "x");
  symlinkSync(".lampstand/shop/secrets", join(folder, "site/link"));
  symlinkSync("tls/site.key", join(folder, "site/other.key"));
  const { shipped, leftOut } = listed([join(folder, "site/tls/site.key")]);
  assert.deepEqual(shipped, ["deeper/node_modules/chart.js", "index.php"]);
  assert.deepEqual(new Set(Object.values(leftOut)), new Set(["project"]));
  assert.equal(Object.keys(leftOut).length, 11);
});

test("a file or folder that only its owner may read is left out, and so is a link to it", () => {
  place("site/index.php", "page");
  place("site/config.php", "secret");
  place("site/private/notes.txt", "secret");
  place("site/group.php", "x");
  chmodSync(join(folder, "site/config.php"), 0o600);
  chmodSync(join(folder, "site/group.php"), 0o640);
  chmodSync(join(folder, "site/private"), 0o700);
  symlinkSync("private/notes.txt", join(folder, "site/notes.txt"));
  assert.deepEqual(listed(), {
    shipped: ["group.php", "index.php"],
    leftOut: { "config.php": "private", "notes.txt": "private", private: "private" },
  });
});

test("where the site's folder itself is private, as under a umask of 077, everything is shipped", () => {
  place("site/index.php", "page");
  chmodSync(join(folder, "site/index.php"), 0o600);
  chmodSync(join(folder, "site"), 0o700);
  assert.deepEqual(listed(), { shipped: ["index.php"], leftOut: {} });
});

test("the list names each path once below its reason, and what a terminal would obey is escaped", () => {
  const text = leftOutText("/site", [
    { path: ".git", reason: "git" },
    { path: "a\u001b[2J", reason: "private" },
    ...Array.from({ length: 21 }, (_, index) => ({ path: `link-${index}`, reason: "link" as const })),
  ]);
  assert.match(text ?? "", /^Left out of the site's folder \/site:\n {2}version control:\n {4}\.git\n/);
  assert.match(text ?? "", /only its owner may read it; to ship it: chmod go\+r, .*:\n {4}a\\u\{1b\}\[2J\n/);
  assert.match(text ?? "", /\n {4}link-19\n {4}and 1 more$/);
  assert.equal(leftOutText("/site", []), undefined);
});
