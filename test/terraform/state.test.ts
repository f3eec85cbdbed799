import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { parseState, readState } from "../../modules/terraform/index.ts";

const folder = mkdtempSync(join(tmpdir(), "lampstand-state-"));
const file = join(folder, "terraform.local.tfstate");
after(() => rmSync(folder, { recursive: true, force: true }));

const state = JSON.stringify({
  version: 4,
  terraform_version: "1.11.4",
  resources: [
    { mode: "data", type: "docker_network", name: "n", instances: [{ attributes: { id: "n1" } }] },
    { mode: "managed", type: "docker_volume", name: "v", instances: [{ attributes: { id: "v1" } }, {}] },
    { mode: "managed", type: "docker_container", name: "c", instances: [{ status: "tainted" }] },
    { mode: "managed", type: "docker_image", name: "i", instances: null },
  ],
});

test("a state has an object for each instance of each resource", () => {
  assert.deepEqual(parseState(state), [
    { type: "docker_network", name: "n", isManaged: false, isTainted: false, attributes: { id: "n1" } },
    { type: "docker_volume", name: "v", isManaged: true, isTainted: false, attributes: { id: "v1" } },
    { type: "docker_volume", name: "v", isManaged: true, isTainted: false, attributes: {} },
    { type: "docker_container", name: "c", isManaged: true, isTainted: true, attributes: {} },
  ]);
});

test("an empty state, and a file that doesn't exist, have no object", () => {
  assert.deepEqual(parseState("{}"), []);
  assert.deepEqual(parseState('{"version":4,"resources":null}'), []);
  assert.deepEqual(readState(join(folder, "none.tfstate")), []);
});

test("no text makes it throw, and what was cut off anywhere isn't a state", () => {
  fc.assert(fc.property(fc.string(), (text) => void parseState(text)));
  fc.assert(fc.property(fc.json(), (text) => void parseState(text)));
  for (let length = 0; length < state.length; length += 1)
    assert.equal(parseState(state.slice(0, length)), undefined, `${length} bytes`);
});

test("a file that isn't a state is named, and where Terraform keeps the previous one", () => {
  writeFileSync(file, state.slice(0, 40));
  assert.throws(() => readState(file), {
    ids: ["state-unreadable"],
    exitCode: 3,
    message: `${file} is not a Terraform state: it may have been cut off while it was written. Terraform keeps the previous state in ${file}.backup`,
  });
});
