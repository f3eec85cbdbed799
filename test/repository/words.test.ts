import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";

const repo = resolve(import.meta.dirname, "../..");

/** Words that readers would have to learn first, each with the field's own term. */
const standardTerms: readonly (readonly [RegExp, string])[] = [
  [/\bdoors?\b/i, "public API, bind, internal socket"],
  [/\bmend(s|ed|ing)?\b/i, "fix, repair"],
  [/\bis (ill|well)\b/i, "is unhealthy, is healthy"],
  [/\b(tells?|told)\b/i, "report, print, show"],
  [/\bformer (life|lives)\b/i, "previous process"],
  [/\b(relieves?|is relieved)\b/i, "replace, is replaced"],
  [/\bknock(s|ed|ing)?\b/i, "probe, health check"],
  [/\bwish(es)?\b/i, "operator command"],
  [/\bstrangers?\b/i, "unmanaged object"],
  [/\btwo truths\b/i, "split brain"],
  [/\bis away\b/i, "is unavailable"],
  [/\bone's own\b|\bof its own mind\b/i, "your own, custom"],
  [/\bfigures\b/i, "metrics, measurements"],
  [/\bauthorit(y|ies)\b/i, "CA"],
  [/\bforesee/i, "classify, expect"],
  [/\bcomes? to nothing\b/i, "failed"],
];

/** Terms of X.509 and DNS, a folder's name, and a text that is stored in Terraform's states. */
const quoted: readonly RegExp[] = [
  /certificate authority/gi,
  /start of authority/gi,
  /secrets\/authority\//g,
  /\(not told by the API\)/g,
];

const files = execFileSync("git", ["ls-files", "-z"], { cwd: repo, encoding: "utf8" }).split("\0");
const read = (path: string): string => readFileSync(join(repo, path), "utf8");

function findings(path: string, texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const plain = quoted.reduce((rest, each) => rest.replace(each, ""), text);
    return standardTerms
      .filter(([word]) => word.test(plain))
      .map(([word, term]) => `${path}: ${word.exec(plain)?.[0]} (write: ${term}) in: ${text.trim()}`);
  });
}

/** The literals of a source that read as a sentence: they have a space, and are no import, key or pattern. */
function sentences(source: string): string[] {
  return source
    .split("\n")
    .filter((line) => !/^\s*(\*|\/\/|\/\*\*)/.test(line))
    .flatMap((line) => [...line.matchAll(/"((?:\\.|[^"\\])*)"|`([^`]*)`/g)])
    .map(([, plain, template]) => (plain ?? template ?? "").replace(/\$\{[^}]*\}/g, ""))
    .filter((text) => text.includes(" "));
}

describe("what users read", () => {
  test("has the field's terms in the README, the documentation and the decision records", () => {
    const documents = files.filter((path) => /\.mdx?$/.test(path) && !path.startsWith("simulator/openapi"));
    assert.ok(documents.length > 60);
    assert.deepEqual(
      documents.flatMap((path) => findings(path, read(path).split("\n"))),
      [],
    );
  });

  test("has the field's terms in messages", () => {
    const sources = files.filter((path) =>
      /^(cli|modules|providers|simulator|stacks|docs-site)\/.*\.(ts|mjs)$/.test(path),
    );
    assert.ok(sources.length > 400);
    assert.deepEqual(
      sources.flatMap((path) => findings(path, sentences(read(path)))),
      [],
    );
  });

  test("a word that has a standard term is found", () => {
    assert.deepEqual(findings("page", ["the members' figures"]), [
      "page: figures (write: metrics, measurements) in: the members' figures",
    ]);
    assert.deepEqual(sentences('const a = "two words";\n// "a comment"\nconst b = `three more words`;'), [
      "two words",
      "three more words",
    ]);
  });
});
