import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const phone = { width: 360, height: 740 };

/** What a page contains. */
interface Contents {
  readonly ids: readonly string[];
  /** Absolute addresses. */
  readonly links: readonly string[];
  readonly policy: string;
  /** The page's own words, without code. */
  readonly words: string;
  /** All of its text, code included. */
  readonly text: string;
  readonly explained: readonly string[];
  readonly diagrams: number;
  readonly heading: string;
}

/** All that was seen of a page while it was opened. */
export interface Visit extends Contents {
  /** Below the site's root. */
  readonly path: string;
  readonly url: string;
  readonly status: number;
  /** Errors and warnings in the console. */
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
  /** Of everything that it loaded by itself, compressed. */
  readonly bytes: number;
  /** What axe-core finds, by theme. */
  readonly violations: { readonly light: readonly string[]; readonly dark: readonly string[] };
  readonly sidewaysScrollPx: number;
}

/** Opens a page as a reader with a new browser does, in both themes and on a phone. */
export async function visitPage(browser: Browser, root: string, path: string): Promise<Visit> {
  const context = await browser.newContext({ colorScheme: "light" });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const sizes: Promise<number>[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  page.on("requestfinished", (request) =>
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)),
  );
  const url = `${root}${path}`;
  const response = await page.goto(url, { waitUntil: "load" });
  const contents: Contents = await page.evaluate(contentsInPage);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  const light = await findViolations(page, "");
  await page.evaluate('document.documentElement.dataset.theme = "dark"');
  // A theme is colours: whatever else axe looks at is as it was.
  const dark = await findViolations(page, '"color-contrast"');
  await page.setViewportSize(phone);
  const sidewaysScrollPx: number = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  await context.close();
  const status = response?.status() ?? 0;
  return {
    ...contents,
    path,
    url,
    status,
    complaints,
    requests,
    bytes,
    violations: { light, dark },
    sidewaysScrollPx,
  };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** @param rules to look at, as the inside of a JavaScript array; none: all of them */
async function findViolations(page: Page, rules: string): Promise<string[]> {
  const options = `{ resultTypes: ["violations"], ${rules === "" ? "" : `runOnly: [${rules}]`} }`;
  const result: AxeResult = await page.evaluate(`${axe}; axe.run(${options})`);
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
}

/** Runs in the page. */
const contentsInPage = `(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const content = document.querySelector(".sl-markdown-content")?.cloneNode(true);
  const explained = content ? all(".acronym abbr", content).map((abbr) => abbr.textContent) : [];
  if (content) for (const code of all("code, pre, kbd, style, script", content)) code.replaceWith(" ");
  // Text of neighbouring elements must not run together into one word.
  if (content) for (const element of all("*", content)) element.after(" ");
  return {
    ids: all("[id]").map(({ id }) => id),
    links: all("a[href]").map((link) => new URL(link.getAttribute("href"), location.href).href),
    policy: document.querySelector("meta[http-equiv=Content-Security-Policy]")?.content ?? "",
    words: content?.textContent ?? "",
    text: document.querySelector("main")?.textContent ?? "",
    explained,
    diagrams: all(".diagram svg > title").length,
    heading: document.querySelector("h1")?.textContent ?? "",
  };
})()`;
