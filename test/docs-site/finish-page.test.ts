import assert from "node:assert/strict";
import { test } from "node:test";
import { finishPage } from "../../docs-site/html/finish-page.ts";

const glossary = new Map([
  ["SPOF", "single point of failure"],
  ["QPS", "queries per second"],
  ["CI/CD", "continuous integration and delivery"],
]);
const finish = { glossary, glossaryAddress: "/docs/acronyms/", hasPolicy: true };

function page(content: string, head = ""): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">${head}</head><body><div class="sl-markdown-content">${content}</div></body></html>`;
}

/** What is in the content of the finished page. */
function content(html: string): string {
  return /<div class="sl-markdown-content">(.*)<\/div>/s.exec(finishPage(page(html), finish))?.[1] ?? "";
}

function marked(acronym: string, meaning: string, anchor: string): string {
  return `<a href="/docs/acronyms/#${anchor}" class="acronym"><abbr title="${meaning}">${acronym}</abbr></a>`;
}

const spof = marked("SPOF", "single point of failure", "spof");
const qps = marked("QPS", "queries per second", "qps");

test("the first use of an acronym is explained and leads to the glossary, later ones are left", () => {
  assert.equal(content("<p>A SPOF, a SPOF.</p><p>SPOF</p>"), `<p>A ${spof}, a SPOF.</p><p>SPOF</p>`);
});

test("several acronyms in one text are each explained", () => {
  assert.equal(content("<p>QPS and SPOF, QPS</p>"), `<p>${qps} and ${spof}, QPS</p>`);
});

test("a plural s stays outside of the explanation", () => {
  assert.equal(content("<p>SPOFs</p>"), `<p>${spof}s</p>`);
});

test("a part of another word is no acronym", () => {
  assert.equal(content("<p>SPOFX XSPOF A-SPOF QPSs1</p>"), "<p>SPOFX XSPOF A-SPOF QPSs1</p>");
});

test("an acronym with a slash has an anchor without one", () => {
  assert.equal(
    content("<p>CI/CD</p>"),
    `<p>${marked("CI/CD", "continuous integration and delivery", "ci-cd")}</p>`,
  );
});

for (const tag of ["a", "abbr", "code", "h2", "pre", "svg", "summary"])
  test(`an acronym in <${tag}> stays as it is, and the first one elsewhere is explained`, () => {
    assert.equal(
      content(
        `<p><${tag}>SPOF</${tag}></p><p>SPOF</p>`
          .replaceAll("<p><h2>", "<h2>")
          .replaceAll("</h2></p>", "</h2>"),
      ).endsWith(`<p>${spof}</p>`),
      true,
    );
  });

test("what is outside of a page's content is not touched", () => {
  const html = "<!DOCTYPE html><html><head></head><body><nav>SPOF</nav></body></html>";
  assert.equal(finishPage(html, { ...finish, hasPolicy: false }), html);
});

function policyOf(html: string): Readonly<Record<string, readonly string[]>> {
  const found = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(
    finishPage(html, finish),
  );
  const directives = (found?.[1] ?? "").split("; ").map((directive) => directive.split(" "));
  return Object.fromEntries(directives.map(([name = "", ...sources]) => [name, sources]));
}

test("a page without anything inline may run and style itself by its own files only", () => {
  assert.deepEqual(policyOf(page("")), {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  });
});

test("an inline script, style and style attribute are let in by their hashes, each once", () => {
  const policy = policyOf(
    page('<p style="color:red">a</p><p style="color:red">b</p><script>a()</script>', "<style>p{}</style>"),
  );
  assert.deepEqual(policy["script-src"]?.slice(2), ["'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"]);
  assert.equal(policy["style-src"]?.length, 4);
  assert.equal(policy["style-src"]?.includes("'unsafe-hashes'"), true);
});

test("data in a script element needs no hash, since nobody runs it", () => {
  const policy = policyOf(page('<script type="application/json">{}</script><script src="/a.js"></script>'));
  assert.deepEqual(policy["script-src"], ["'self'", "'wasm-unsafe-eval'"]);
});

test("only a page whose diagrams the reader's browser draws may be styled freely", () => {
  assert.deepEqual(policyOf(page('<div class="diagram-source" style="a:b"></div>'))["style-src"], [
    "'self'",
    "'unsafe-inline'",
  ]);
});

test("the policy comes before every script and style, and after the character set", () => {
  const finished = finishPage(page("", "<style>p{}</style><script>a()</script>"), finish);
  assert.match(
    finished,
    /<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"[^>]*><style>/,
  );
});

test("a table scrolls by itself, is reached by keyboard and is named after the heading above it", () => {
  const scroller = (label: string) =>
    `<div class="table-scroll" role="group" aria-label="${label}" tabindex="0">`;
  const table = "<table><tbody><tr><td>a</td></tr></tbody></table>";
  assert.equal(content(table), `${scroller("Table")}${table}</div>`);
  assert.equal(
    content(`<h2>Ports</h2><p>a</p>${table}`),
    `<h2>Ports</h2><p>a</p>${scroller("Table: Ports")}${table}</div>`,
  );
});

test("the output of a command is reached by keyboard and named, and what is typed is not; both count little in a search", () => {
  assert.equal(
    content('<pre class="output">a</pre><pre>b</pre>'),
    '<pre class="output" role="group" aria-label="Output" tabindex="0" data-pagefind-weight="0.1">a</pre>' +
      '<pre data-pagefind-weight="0.1">b</pre>',
  );
});
