import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exitCodes } from "../../modules/failures/index.ts";
import { failureTexts } from "../../modules/reference/index.ts";

const repo = join(import.meta.dirname, "../..");

/** The sources that can fail, without the tables themselves. */
function sources(): string[] {
  return ["cli", "modules", "stacks"].flatMap((folder) =>
    readdirSync(join(repo, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "exit-codes.ts")
      .filter((entry) => !entry.parentPath.endsWith("reference/failures"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  );
}

test("every kind of failure is one that some code can end with", () => {
  const text = sources().join("\n");
  const unused = Object.keys(exitCodes).filter((id) => !text.includes(`"${id}"`));
  assert.deepEqual(unused, []);
});

test("every kind of failure can be an anchor and has words for a reader", () => {
  for (const [id, { title, meaning, remedies }] of Object.entries(failureTexts)) {
    assert.match(id, /^[a-z]+(-[a-z]+)+$/);
    assert.match(title, /^[A-Z].*[^.]$/, id);
    for (const sentence of [meaning, ...remedies]) assert.match(sentence, /[.`)]$/, id);
  }
});

test("titles differ, so that the page's headings do", () => {
  const titles = Object.values(failureTexts).map(({ title }) => title);
  assert.equal(new Set(titles).size, titles.length);
});
