import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";

const repo = resolve(import.meta.dirname, "../../..");

function check(): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repo, "packaging/api-report.ts"), "--check"],
    { cwd: repo, encoding: "utf8" },
  );
  return { status, output: `${stdout}${stderr}` };
}

describe("the report of the public API", () => {
  test("is what the code has", () => {
    const { status, output } = check();
    assert.equal(status, 0, output);
  });

  test("that differs from the code fails the check, which names it and what to do", (context) => {
    const file = join(repo, "docs/api/docker.api.md");
    const text = readFileSync(file, "utf8");
    context.after(() => writeFileSync(file, text));
    writeFileSync(file, text.replace("addContainer(", "addServer("));
    const { status, output } = check();
    assert.equal(status, 1, output);
    assert.match(
      output,
      /^docs\/api\/docker\.api\.md differs from the code\. Run `npm run api-report`, and see whether the change breaks users\.$/m,
    );
  });
});
