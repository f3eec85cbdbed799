import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type DropletOptions, type NodeOptions, webNodeUserData } from "../../../modules/web-node/index.ts";
import { archive, dropletWith, git } from "../../web-node/options.ts";

const cases: readonly (readonly [string, Partial<DropletOptions>, Partial<NodeOptions>])[] = [
  ["every default", {}, {}],
  ["no swap and a site from git", { swapMb: 0, app: git }, {}],
  [
    "a site from an archive and init SQL",
    { app: archive, init: [{ path: "a.sql", content: "SELECT 1;" }] },
    {},
  ],
  [
    "every option of the node",
    {},
    {
      environment: { WEIRD: "\u0085\u2028'\"\n" },
      phpExtensions: ["gd", "intl"],
      phpIni: { memory_limit: "64M" },
      htaccess: false,
      writableFolders: ["uploads"],
      extraPackages: ["imagemagick"],
      trustedProxies: ["10.110.0.0/20"],
    },
  ],
];

test("the user data holds to cloud-init's own schema with every option", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-cloud-init-"));
  try {
    for (const [what, changes, node] of cases) {
      const path = join(folder, "user-data");
      writeFileSync(path, webNodeUserData(dropletWith(changes, node)));
      const checked = spawnSync("cloud-init", ["schema", "--config-file", path], { encoding: "utf8" });
      assert.ifError(checked.error);
      assert.equal(checked.status, 0, `${what}: ${checked.stdout}${checked.stderr}`);
      assert.match(checked.stdout, /Valid (schema|cloud-config)/, what);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
