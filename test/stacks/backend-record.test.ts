import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { removeStaleBackendRecord } from "../../stacks/backend-record.ts";

const here = { local: { path: "../../../terraform.local.tfstate" } };

/** Whether Terraform's record is still there after a synth with that backend. */
function isKept(backend: object, recorded: object | undefined): boolean {
  const workFolder = mkdtempSync(join(tmpdir(), "lampstand-backend-"));
  const record = join(workFolder, ".terraform/terraform.tfstate");
  try {
    mkdirSync(join(workFolder, ".terraform"));
    writeFileSync(join(workFolder, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
    if (recorded !== undefined) writeFileSync(record, JSON.stringify({ version: 3, backend: recorded }));
    removeStaleBackendRecord(workFolder);
    return existsSync(record);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function local(path: string) {
  return { type: "local", config: { path, workspace_dir: null }, hash: 99_043_408 };
}

test("a record of a state elsewhere on this machine goes: the project was moved, or had absolute paths", () => {
  assert.equal(isKept(here, local("/home/old place/shop/terraform.local.tfstate")), false);
  assert.equal(isKept(here, local("../../terraform.local.tfstate")), false);
});

test("a record of the same state stays", () => {
  assert.equal(isKept(here, local("../../../terraform.local.tfstate")), true);
});

test("a record stays where the state changes between this machine and a bucket: Terraform has to migrate it", () => {
  const bucket = { type: "s3", config: { bucket: "states", path: null }, hash: 1 };
  assert.equal(isKept(here, bucket), true);
  assert.equal(isKept({ s3: { bucket: "states" } }, local("/home/shop/terraform.cloud.tfstate")), true);
});

test("before the first init there is no record, and none is missed", () => {
  assert.equal(isKept(here, undefined), false);
});
