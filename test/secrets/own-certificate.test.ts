import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { stageOwnCertificate } from "../../modules/secrets/index.ts";

test("a renewed certificate gets a name of its own, and of the earlier ones the newest stays", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-own-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const stage = (certificate: string, chain?: string) =>
    stageOwnCertificate(folder, { certificate, chain, privateKey: "key\n" }, 0o600);
  const names = ["one", "two", "three"].map((certificate, index) => {
    const name = stage(certificate);
    utimesSync(join(folder, name), index, index);
    return name;
  });
  assert.equal(new Set(names).size, 3);
  assert.deepEqual(readdirSync(folder).sort(), names.slice(1).sort());
  assert.equal(stage("three"), names[2]);
  const withChain = stage("four\n", "chain");
  assert.equal(readFileSync(join(folder, withChain), "utf8"), "four\nchain\nkey\n");
  assert.equal(statSync(join(folder, withChain)).mode & 0o777, 0o600);
});
