import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ownCertificates, trustCommands } from "../../cli/setup/index.ts";

test("CA certificates of the user's own are those of this machine and those that the environment names, each once", () => {
  const root = mkdtempSync(join(tmpdir(), "lampstand-certificates-"));
  const folder = join(root, "usr/local/share/ca-certificates");
  try {
    assert.deepEqual(ownCertificates({}, root), []);
    mkdirSync(folder, { recursive: true });
    for (const name of ["corp.crt", "README"]) writeFileSync(join(folder, name), "");
    const environment = { SSL_CERT_FILE: "/etc/corp.pem", NODE_EXTRA_CA_CERTS: "/etc/corp.pem" };
    assert.deepEqual(ownCertificates(environment, root), [join(folder, "corp.crt"), "/etc/corp.pem"]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("the base image's own system trusts them by Debian's means, and is left alone where there is none", () => {
  assert.deepEqual(trustCommands("/base", ["/etc/corp.pem"]), [
    ["install", "-D", "-m", "0644", "/etc/corp.pem", "/base/usr/local/share/ca-certificates/lampstand-1.crt"],
    ["chroot", "/base", "update-ca-certificates"],
  ]);
  assert.deepEqual(trustCommands("/base", []), []);
});
