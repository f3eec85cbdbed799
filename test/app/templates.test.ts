import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const app = join(import.meta.dirname, "../../app");
const templates = readdirSync(join(app, "templates"));

/** What is left of an output expression without conditions, escaped parts and fixed texts. */
function unescaped(expression: string): string {
  return expression
    .replaceAll(/\$e\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, "")
    .replaceAll(/'[^']*'/g, "")
    .replaceAll(/[^?:]*\?(?=[^?])/g, "")
    .trim();
}

for (const name of templates)
  test(`templates/${name} puts out no value that is not escaped`, () => {
    const text = readFileSync(join(app, "templates", name), "utf8");
    for (const [, expression = ""] of text.matchAll(/<\?=([\s\S]*?)\?>/g)) {
      // The layout's content is a rendered template.
      if (name === "layout.php" && expression.trim() === "$content") continue;
      assert.doesNotMatch(unescaped(expression), /\$/, expression);
    }
  });

test("the check for escaping finds what is not escaped", () => {
  assert.match(unescaped(" $name "), /\$/);
  assert.match(unescaped(" $a ? $e($b) : $c "), /\$/);
  assert.match(unescaped(" nl2br($message) "), /\$/);
  assert.doesNotMatch(unescaped(" $a === '' ? '' : 'x' . $e(f($b['c'])) "), /\$/);
});

test("the acronyms are in order, so that a reader finds one", () => {
  const text = readFileSync(join(app, "src/acronyms.php"), "utf8");
  const acronyms = Array.from(text.matchAll(/^ {4}'([A-Z]+)' => \['/gm), ([, acronym]) => acronym);
  assert.ok(acronyms.includes("SPOF") && acronyms.includes("QPS") && acronyms.includes("LAMP"));
  assert.deepEqual(acronyms, acronyms.toSorted());
});

test("every table of the site has a primary key, and the script can run again", () => {
  const sql = readFileSync(join(app, "schema.sql"), "utf8");
  const tables = sql.match(/CREATE TABLE [\s\S]*?\);/g) ?? [];
  assert.equal(tables.length, 3);
  for (const table of tables) assert.match(table, /IF NOT EXISTS[\s\S]*PRIMARY KEY/);
  assert.doesNotMatch(sql, /^INSERT (?!IGNORE)/m);
});
