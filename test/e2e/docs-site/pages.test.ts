import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { acronyms } from "../../../modules/reference/index.ts";
import { type SiteServer, serveSite } from "../../support/site-server.ts";
import { createDocsProject, launchBrowser, pagePaths } from "./project.ts";
import { type Visit, visitPage } from "./visit.ts";

/** Everything that a page loads by itself, compressed. */
const mostBytes = 35_000;
const notFound = "no-such-page/";

const glossary = new Set(acronyms.map(({ acronym }) => acronym));

/** In capitals because a request, a command line or a product is written so; they stand for nothing longer. */
const literals = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PATH",
  "ADDRESS",
  "NAME",
  "PORT",
  "COMMAND",
  "CDK",
]);

/** What every web developer knows: the glossary has the acronyms of the stack. */
const everyday = new Set("CI CSP CSS HTML ID JSON MDN RAM RFC STONITH SVG URL USD UTC UUID YAML".split(" "));

/** Words in capitals, without the s of a plural. */
function acronymsIn(text: string): string[] {
  const found = new Set(text.match(/(?<![\w-])[A-Z][A-Z0-9]+(?=s?(?!\w))/g));
  return [...found].filter((word) => !literals.has(word) && !everyday.has(word));
}

describe("the documentation of the ha stack, page by page", { timeout: 300_000 }, () => {
  const project = createDocsProject('{ preset: "ha" }');
  let server: SiteServer;
  let browser: Browser;
  const visits: Visit[] = [];

  before(async () => {
    const cold = await project.build();
    assert.equal(cold.code, 0, cold.output);
    const warm = await project.build();
    assert.equal(warm.code, 0, warm.output);
    server = await serveSite(project.dist);
    browser = await launchBrowser();
    const startedAt = performance.now();
    for (const path of [...pagePaths(project.dist), notFound])
      visits.push(await visitPage(browser, server.url, path));
    const visitedSeconds = (performance.now() - startedAt) / 1000;
    const largest = Math.max(...visits.map(({ bytes }) => bytes));
    console.log(
      `built in ${cold.seconds.toFixed(1)} s, again in ${warm.seconds.toFixed(1)} s; ${visits.length} pages visited in ${visitedSeconds.toFixed(0)} s, the largest ${largest} bytes`,
    );
  });

  after(async () => {
    await browser?.close();
    await server?.close();
    project.remove();
  });

  /** A test that no page has a problem of a kind. */
  function everyPage(claim: string, problemsOf: (seen: Visit) => readonly string[]): void {
    test(claim, () => {
      assert.ok(visits.length > 30, "hardly any page was built");
      assert.deepEqual(
        visits.flatMap((seen) => problemsOf(seen).map((problem) => `/${seen.path}: ${problem}`)),
        [],
      );
    });
  }

  everyPage("every page is there and has a heading", ({ path, status, heading }) =>
    status === (path === notFound ? 404 : 200) && heading !== "" ? [] : [`${status} "${heading}"`],
  );

  everyPage("no page complains in the console", ({ path, complaints }) =>
    complaints.filter((text) => path !== notFound || !text.includes("404")),
  );

  everyPage("no page shows an expression in place of its value", ({ text }) =>
    [...text.matchAll(/\$?\{config\b[^}]*\}/g)].map(([expression]) => expression),
  );

  everyPage("no page asks another host for anything", ({ requests }) =>
    requests.filter((request) => !request.startsWith(server.url) && !request.startsWith("data:")),
  );

  everyPage("every page has a policy that lets nothing in but the site's own", ({ policy }) =>
    policy.startsWith("default-src 'none'; script-src 'self'") &&
    !/unsafe-inline|'unsafe-eval'|http/.test(policy)
      ? []
      : [policy],
  );

  everyPage("every link within the site leads to a page, and to a place on it", ({ links }) => {
    const places = new Map(visits.map(({ url, ids }) => [url, new Set(ids)]));
    return links
      .filter((link) => link.startsWith(server.url))
      .filter((link) => {
        const { origin, pathname, hash } = new URL(link);
        const ids = places.get(`${origin}${pathname}`);
        return ids === undefined || (hash !== "" && !ids.has(decodeURIComponent(hash.slice(1))));
      });
  });

  everyPage("no id is given twice on a page", ({ ids }) =>
    ids.filter((id, index) => ids.indexOf(id) !== index),
  );

  everyPage("every acronym of the stack is in the glossary", ({ words }) =>
    acronymsIn(words).filter((word) => !glossary.has(word)),
  );

  everyPage(
    "the first use of an acronym in a page's text leads to the glossary, and no later one",
    ({ explained }) =>
      explained.filter((word, index) => !glossary.has(word) || explained.indexOf(word) !== index),
  );

  everyPage("axe finds nothing in the light theme", ({ violations }) => violations.light);

  everyPage("axe finds nothing in the dark theme", ({ violations }) => violations.dark);

  everyPage("no page scrolls sideways on a phone of 360 pixels", ({ sidewaysScrollPx }) =>
    sidewaysScrollPx > 0 ? [`${sidewaysScrollPx} px`] : [],
  );

  everyPage("no page loads more than 35 kB, its diagrams included", ({ bytes }) =>
    bytes > mostBytes ? [`${bytes} bytes`] : [],
  );

  everyPage("no page loads mermaid, since its diagrams are drawn already", ({ requests }) =>
    requests.filter((request) => request.includes("mermaid")),
  );

  test("diagrams are part of the pages", () => {
    const drawn = visits.reduce((sum, { diagrams }) => sum + diagrams, 0);
    assert.ok(drawn >= 8, `${drawn} diagrams`);
  });
});
