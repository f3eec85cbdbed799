import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { installMirror, terraformCliConfig } from "../../providers/index.ts";

test("a launcher is the same wherever it is installed, for Terraform and OpenTofu, so that a lock file stays valid", () => {
  const mirror = mkdtempSync(join(tmpdir(), "lampstand-mirror-"));
  try {
    installMirror(mirror);
    const paths = readdirSync(mirror, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith("_v3.6.2"))
      .sort();
    const platform = `linux_${process.arch === "x64" ? "amd64" : process.arch}`;
    assert.deepEqual(
      paths,
      ["registry.opentofu.org", "registry.terraform.io"].map(
        (host) => `${host}/kreuzwerker/docker/3.6.2/${platform}/terraform-provider-docker_v3.6.2`,
      ),
    );
    const [file = ""] = paths.map((path) => join(mirror, path));
    const hash = () => createHash("sha256").update(readFileSync(file)).digest("hex");
    const first = [hash(), statSync(file).mtimeMs];
    installMirror(mirror);
    assert.deepEqual([hash(), statSync(file).mtimeMs], first);
    assert.ok(!readFileSync(file, "utf8").includes(process.cwd()));
    assert.equal(statSync(file).mode & 0o777, 0o755);
    assert.match(terraformCliConfig(mirror), new RegExp(`path\\s+= "${mirror}"`));
  } finally {
    rmSync(mirror, { recursive: true, force: true });
  }
});
