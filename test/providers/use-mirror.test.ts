import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { installMirror, useMirror } from "../../providers/index.ts";

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

test("after a move Terraform finds the mirror at the new place, and the mirror this project's programs", () => {
  const parent = mkdtempSync(join(tmpdir(), "lampstand-use-mirror-"));
  const [before, after] = [join(parent, "before"), join(parent, "after")];
  const packages = ".terraform/providers/registry.terraform.io/kreuzwerker/docker/3.6.2";
  try {
    installMirror(join(before, "mirror"));
    useMirror(join(before, "mirror"), join(before, "work"));
    const lock = readFileSync(join(before, "work/.terraform.lock.hcl"), "utf8");
    mkdirSync(join(before, "work", packages), { recursive: true });
    symlinkSync(join(before, "mirror"), join(before, "work", packages, "linux_amd64"));
    const commandFile = join(after, "mirror/docker-stand-in.sh");
    const command = readFileSync(join(before, "mirror/docker-stand-in.sh"), "utf8");
    renameSync(before, after);
    writeFileSync(commandFile, command.replaceAll(process.execPath, "/gone/node"));

    useMirror(join(after, "mirror"), join(after, "work"));
    assert.equal(readFileSync(commandFile, "utf8"), command);
    assert.ok(existsSync(join(after, "work/terraform.d/plugins/docker-stand-in.sh")));
    assert.ok(!existsSync(join(after, "work/.terraform/providers")));
    assert.equal(readFileSync(join(after, "work/.terraform.lock.hcl"), "utf8"), lock);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
