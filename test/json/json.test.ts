import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { parseJson, readJson } from "../../modules/json/index.ts";

const schema = z.object({ name: z.string() });

test("a text is what the schema wants, or nothing", () => {
  assert.deepEqual(parseJson('{"name":"a","more":1}', schema), { name: "a" });
  for (const text of ["", "{", "null", "[]", '{"name":1}'])
    assert.equal(parseJson(text, schema), undefined, text);
});

test("a file that is missing, cut off or a folder holds nothing", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-json-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "a.json");
  assert.equal(readJson(file, schema), undefined);
  assert.equal(readJson(folder, schema), undefined);
  writeFileSync(file, '{"name":');
  assert.equal(readJson(file, schema), undefined);
  writeFileSync(file, '{"name":"a"}');
  assert.deepEqual(readJson(file, schema), { name: "a" });
});
