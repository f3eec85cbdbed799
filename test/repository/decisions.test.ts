import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";

const folder = resolve(import.meta.dirname, "../../docs/decisions");
const records = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));

describe("decision records", () => {
  test("each has the number of its file in its title, and no two have the same number", () => {
    for (const { file, text } of records)
      assert.match(text, new RegExp(`^# ${file.slice(0, 4)}\\. [A-Z\`][^\\n]+\\n`), file);
    assert.equal(new Set(records.map(({ file }) => file.slice(0, 4))).size, records.length);
  });

  test("each has the sections of the template, in order", () => {
    for (const { file, text } of records) {
      const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title).join(", ");
      assert.match(sections, /^Status, Context, Decision, Consequences(, Alternatives)?$/, file);
    }
  });

  test("each has the date of its acceptance, and what replaces it exists", () => {
    for (const { file, text } of records) {
      assert.match(text, /\n## Status\nAccepted on \d{4}-\d\d-\d\d[.;]/, file);
      for (const [, target = ""] of text.matchAll(/\]\((\d{4}-[^)]+)\)/g))
        assert.ok(existsSync(join(folder, target)), `${file}: ${target}`);
    }
  });
});
