import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { useMirror } from "../../providers/index.ts";

test("when the mirror goes, what Terraform had from it goes too, so that the registry's providers are taken", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-use-mirror-"));
  const mirror = join(folder, "mirror");
  const work = join(folder, "work");
  const link = join(work, "terraform.d", "plugins");
  try {
    mkdirSync(mirror);
    useMirror(mirror, work);
    assert.ok(lstatSync(link).isSymbolicLink());
    mkdirSync(join(work, ".terraform", "providers"), { recursive: true });
    rmSync(mirror, { recursive: true });
    useMirror(mirror, work);
    assert.equal(lstatSync(link, { throwIfNoEntry: false }), undefined);
    assert.ok(!existsSync(join(work, ".terraform")));
    assert.ok(!existsSync(join(work, ".terraform.lock.hcl")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("while nothing changes between mirror and registry, what Terraform has stays", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-use-mirror-"));
  const work = join(folder, "work");
  try {
    mkdirSync(join(work, ".terraform"), { recursive: true });
    writeFileSync(join(work, ".terraform.lock.hcl"), "");
    useMirror(join(folder, "mirror"), work);
    assert.ok(existsSync(join(work, ".terraform.lock.hcl")));
    mkdirSync(join(folder, "mirror"));
    useMirror(join(folder, "mirror"), work);
    mkdirSync(join(work, ".terraform"));
    useMirror(join(folder, "mirror"), work);
    assert.ok(existsSync(join(work, ".terraform")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
