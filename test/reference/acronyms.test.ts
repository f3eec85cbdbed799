import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { acronyms, siteAcronyms } from "../../modules/reference/index.ts";

test("acronyms are in alphabetical order, each once", () => {
  const names = acronyms.map(({ acronym }) => acronym);
  assert.deepEqual(names, [...new Set(names)].sort());
});

test("each acronym has its words, and a sentence on what it means here", () => {
  for (const { acronym, expansion, meaning } of acronyms) {
    assert.match(acronym, /^[A-Z]{2,5}$/);
    assert.ok(expansion.length > acronym.length, acronym);
    assert.match(meaning, /^\S.*\.$/, acronym);
  }
});

test("the site's acronyms are these: node modules/reference/write-site-acronyms.ts writes them", () => {
  const file = join(import.meta.dirname, "../../app/src/acronyms.php");
  assert.equal(readFileSync(file, "utf8"), siteAcronyms());
});
