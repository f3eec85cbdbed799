import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { webNodeUserData } from "../../modules/web-node/index.ts";
import { optionsWith } from "./options.ts";

interface WrittenFile {
  readonly mode: string;
  readonly content: Buffer;
}

/** The files of user data by path, as cloud-init would write them. */
function filesOf(userData: string): ReadonlyMap<string, WrittenFile> {
  const entry =
    / {2}- path: (".*")\n {4}permissions: "(\d{4})"\n {4}encoding: gz\+b64\n {4}content: (\S+)\n/g;
  return new Map(
    Array.from(userData.matchAll(entry), ([, path = "", mode = "", content = ""]) => [
      String(JSON.parse(path)),
      { mode, content: gunzipSync(Buffer.from(content, "base64")) },
    ]),
  );
}

test("the app's files arrive byte for byte, with their modes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const content = Buffer.concat([bytes, Buffer.from("\r\n\0\xff")]);
      const appFiles = [
        { path: "index.php", content },
        { path: "bin/run", content: "#!/bin/sh\r\n", mode: 0o755 },
      ];
      const files = filesOf(webNodeUserData(optionsWith({ appFiles })));
      assert.deepEqual(files.get("/var/www/app/index.php"), { mode: "0644", content });
      assert.deepEqual(files.get("/var/www/app/bin/run"), {
        mode: "0755",
        content: Buffer.from("#!/bin/sh\r\n"),
      });
    }),
    { numRuns: 25 },
  );
});

test("the environment's values reach a shell that reads the file unchanged", () => {
  const value = `a'b"c \${HOME} $x \`id\` \\ ü🐘\nline 2`;
  const file = filesOf(webNodeUserData(optionsWith({ environment: { WEIRD: value } }))).get(
    "/etc/lampstand/environment",
  );
  const printed = execFileSync("sh", ["-c", `${file?.content.toString()}printf %s "$WEIRD"`], {
    encoding: "utf8",
  });
  assert.equal(printed, value);
});

test("the same options give the same user data, in whatever order the files are listed", () => {
  const appFiles = [
    { path: "index.php", content: "1" },
    { path: "b.php", content: "2" },
  ];
  assert.equal(
    webNodeUserData(optionsWith({ appFiles })),
    webNodeUserData(optionsWith({ appFiles: appFiles.toReversed() })),
  );
});

const hasCloudInit = spawnSync("cloud-init", ["--version"]).status === 0;

test("the user data holds to cloud-init's own schema", {
  skip: hasCloudInit ? false : "cloud-init is not installed here",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-cloud-init-"));
  try {
    const path = join(folder, "user-data");
    const environment = { WEIRD: "\u0085\u2028'\"\n" };
    const writableFolders = ["uploads"];
    writeFileSync(
      path,
      webNodeUserData(optionsWith({ environment, writableFolders, extraPackages: ["imagemagick"] })),
    );
    const checked = spawnSync("cloud-init", ["schema", "--config-file", path], { encoding: "utf8" });
    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
    assert.match(checked.stdout, /Valid (schema|cloud-config)/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
