import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const door = new URL("../../modules/image/index.ts", import.meta.url).href;

test("processes that write the same context at once all get it whole, and leave nothing else", async (t) => {
  const parent = mkdtempSync(join(tmpdir(), "lampstand-at-once-"));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  // Enough files that the processes are at it at the same time.
  const program = `
    import { writeContext } from ${JSON.stringify(door)};
    const files = Array.from({ length: 500 }, (_, n) => ({ path: "folder/" + n, content: "text " + n }));
    console.log(writeContext({ dockerfile: "FROM debian:13", files }, ${JSON.stringify(parent)}).path);`;
  const outputs = await Promise.all(
    [1, 2, 3].map(() => run(process.execPath, ["--input-type=module", "--eval", program])),
  );
  const [path = "", ...others] = new Set(outputs.map(({ stdout }) => stdout.trim()));
  assert.deepEqual(others, []);
  assert.deepEqual(
    readdirSync(parent).map((name) => join(parent, name)),
    [path],
  );
  assert.equal(readdirSync(join(path, "folder")).length, 500);
  assert.equal(readFileSync(join(path, "folder/499"), "utf8"), "text 499");
});
