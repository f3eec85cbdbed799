import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeContext } from "../../modules/image/index.ts";

test("a build context's folders can be entered by all, however strict the umask of who writes it", () => {
  const parent = mkdtempSync(join(tmpdir(), "lampstand-context-"));
  const umask = process.umask(0o077);
  try {
    const recipe = { dockerfile: "FROM debian:13\n", files: [{ path: "node/etc/x.conf", content: "" }] };
    const { path } = writeContext(recipe, parent);
    for (const folder of ["node", "node/etc"])
      assert.equal(statSync(join(path, folder)).mode & 0o777, 0o755, folder);
    assert.equal(process.umask(), 0o077);
  } finally {
    process.umask(umask);
    rmSync(parent, { recursive: true, force: true });
  }
});
