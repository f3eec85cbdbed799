import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const modules = join(import.meta.dirname, "../../modules");

test("every shell script that goes into an image passes shellcheck", () => {
  const scripts = readdirSync(modules, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith("/files"))
    .map((entry) => join(entry.parentPath, entry.name));
  assert.ok(scripts.length >= 9, scripts.join(" "));
  const { status, stdout, error } = spawnSync("shellcheck", scripts, { encoding: "utf8" });
  assert.equal(status, 0, error === undefined ? stdout : `${error.message}; \`npm test\` installs it`);
});
