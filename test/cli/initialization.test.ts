import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { isInitialized, recordInitialization } from "../../cli/terraform/initialization.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lampstand-init-"));
  mkdirSync(join(folder, ".terraform/providers"), { recursive: true });
  writeFileSync(join(folder, ".terraform/terraform.tfstate"), "{}");
  synthesize("3.6.2");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function synthesize(dockerVersion: string): void {
  const terraform = {
    backend: { local: { path: "../../../terraform.local.tfstate" } },
    required_providers: { docker: { source: "kreuzwerker/docker", version: dockerVersion } },
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform, resource: {} }));
}

test("a working folder that was initialized is not initialized again", () => {
  recordInitialization(folder);
  synthesize("3.6.2");
  assert.equal(isInitialized(folder), true);
});

test("another version of a provider initializes it again", () => {
  recordInitialization(folder);
  synthesize("3.7.0");
  assert.equal(isInitialized(folder), false);
});

test("another program initializes it again", () => {
  recordInitialization(folder);
  const before = process.env.TERRAFORM_BINARY_NAME;
  process.env.TERRAFORM_BINARY_NAME = "tofu";
  try {
    assert.equal(isInitialized(folder), false);
  } finally {
    if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = before;
  }
});

test("one that an earlier version of Lampstand initialized, which recorded nothing, is initialized again", () => {
  assert.equal(isInitialized(folder), false);
});

test("one that lost its providers is initialized again", () => {
  recordInitialization(folder);
  rmSync(join(folder, ".terraform/providers"), { recursive: true });
  assert.equal(isInitialized(folder), false);
});
