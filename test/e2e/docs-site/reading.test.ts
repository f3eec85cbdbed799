import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type SiteServer, serveSite } from "../../support/site-server.ts";
import { createDocsProject, launchBrowser } from "./project.ts";

describe("reading the documentation", { timeout: 180_000 }, () => {
  const project = createDocsProject('{ preset: "ha" }');
  let server: SiteServer;
  let browser: Browser;

  before(async () => {
    const built = await project.build();
    assert.equal(built.code, 0, built.output);
    server = await serveSite(project.dist);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
    project.remove();
  });

  /** Opens a page in a new window, which is closed afterwards. */
  async function reads(path: string, options: object, look: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      await page.goto(`${server.url}${path}`);
      await look(page);
    } finally {
      await context.close();
    }
  }

  /** What has the focus: its text, or its label. */
  const focused = (page: Page): Promise<string> =>
    page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent ?? '').trim()");

  test("the search finds SPOF by keyboard alone, and Enter leads to a page about it", async () => {
    await reads("", {}, async (page) => {
      await page.keyboard.press("Control+k");
      assert.equal(await focused(page), "Search for");
      await page.keyboard.type("SPOF");
      await page.locator("site-search li").first().waitFor();
      assert.match(await page.locator("site-search [role=status]").innerText(), /^Found on \d+ pages\.$/);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.pathname !== "/");
      assert.match(await page.locator("main").innerText(), /SPOF/);
    });
  });

  for (const [word, place] of [
    ["LAMP", "Acronyms: LAMP"],
    ["SPOF", "Acronyms: SPOF"],
    ["quorum", "Concepts: Quorum"],
  ])
    test(`the first result for ${word} explains it: ${place}`, async () => {
      await reads("", {}, async (page) => {
        await page.keyboard.press("Control+k");
        await page.keyboard.type(word ?? "");
        const first = page.locator("site-search li a").first();
        await first.waitFor();
        assert.equal(((await first.innerText()).split("\n")[0] ?? "").trim(), place);
      });
    });

  test("the capacity for the queries that a reader enters is the table's, and another text is refused", async () => {
    await reads("capacity/", {}, async (page) => {
      const field = page.getByLabel("Queries that your page makes");
      const answer = page.locator("queries-table output");
      const row = page.locator("queries-table tr", { has: page.locator("th", { hasText: /^25$/ }) });
      await field.fill("25");
      for (const cell of await row.locator("td").allInnerTexts())
        assert.ok((await answer.innerText()).includes(` ${cell} `), `${cell} of the row for 25`);
      await field.fill("0");
      assert.equal(await answer.innerText(), "Enter a whole number from 1 to 10000.");
    });
    await reads("capacity/", { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.getByLabel("Queries that your page makes").isVisible(), false);
    });
  });

  test("a listing is copied by its button, and what a command prints has none", async () => {
    await reads("guides/lab/", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      assert.equal(await page.locator("pre.output + button").count(), 0);
      await page.locator(".code", { hasText: "crash web-1" }).getByRole("button", { name: "Copy" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), "crash web-1");
    });
  });

  test("a table that is wider than a phone is reached by keyboard, and one that fits is not", async () => {
    const stops = "[...document.querySelectorAll('.table-scroll[tabindex]')].length";
    await reads("reference/network/", { viewport: { width: 390, height: 844 } }, async (page) => {
      assert.ok(Number(await page.evaluate(stops)) > 0);
    });
    await reads("reference/network/", { viewport: { width: 1600, height: 900 } }, async (page) => {
      assert.equal(await page.evaluate(stops), 0);
    });
  });

  test("tabs show one target at a time, follow a link into the other, and are kept; without JavaScript both show", async () => {
    const local = "#local-ports";
    const cloud = "#cloud-ports";
    await reads("reference/network/", {}, async (page) => {
      assert.equal(await page.locator(local).isVisible(), true);
      assert.equal(await page.locator(cloud).isVisible(), false);
      await page.goto(`${server.url}reference/network/${cloud}`);
      await page.locator(cloud).waitFor();
      assert.equal(await page.locator(local).isVisible(), false);
      await page.getByRole("tab", { name: "On DigitalOcean" }).click();
      await page.goto(`${server.url}reference/network/`);
      await page.locator(cloud).waitFor();
      await page.getByRole("tab", { selected: true }).press("ArrowLeft");
      await page.locator(local).waitFor();
    });
    await reads("reference/network/", { javaScriptEnabled: false }, async (page) => {
      assert.deepEqual(
        [await page.locator(local).isVisible(), await page.locator(cloud).isVisible()],
        [true, true],
      );
    });
  });

  for (const colorScheme of ["light", "dark"] as const)
    test(`without JavaScript a page is ${colorScheme} where the reader's system is`, async () => {
      await reads("guides/lab/", { colorScheme, javaScriptEnabled: false }, async (page) => {
        // Playwright evaluates even where the page's own scripts don't run.
        const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
        const [red = 0] = String(ground).match(/\d+/g)?.map(Number) ?? [];
        assert.equal(red > 200, colorScheme === "light", `the background is ${ground}`);
        assert.equal(await page.getByRole("button", { name: "Search" }).isVisible(), false);
      });
    });

  test("a search without an answer says so, and Escape closes it", async () => {
    await reads("", {}, async (page) => {
      await page.getByRole("button", { name: "Search" }).click();
      await page.keyboard.type("zzqqy");
      await page.getByText('Nothing found for "zzqqy".').waitFor();
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("site-search dialog").isVisible(), false);
    });
  });

  test("of words typed while the search is still being loaded, the last are answered", async () => {
    // Each window loads the index anew: without the check, an earlier word wins in about half of them.
    for (let window = 0; window < 6; window++)
      await reads("", {}, async (page) => {
        await page.keyboard.press("Control+k");
        await page.keyboard.type("zzqqy");
        await page.getByText('Nothing found for "zzqqy".').waitFor({ timeout: 10_000 });
      });
  });

  test("words that are removed again before the answer came find nothing", async () => {
    await reads("", {}, async (page) => {
      await page.route("**/pagefind/**", async (route) => {
        await new Promise((done) => setTimeout(done, 200));
        await route.continue();
      });
      await page.keyboard.press("Control+k");
      await page.keyboard.type("SPOF");
      const answered = page.waitForResponse("**/*.pf_fragment", { timeout: 3000 }).catch(() => undefined);
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Delete");
      await answered;
      assert.equal(await page.locator("site-search [role=status]").innerText(), "");
      assert.equal(await page.locator("site-search li").count(), 0);
    });
  });

  test("by keyboard the first stop leads past the menu, and every later one is seen", async () => {
    await reads("architecture/", {}, async (page) => {
      await page.keyboard.press("Tab");
      assert.equal(await focused(page), "Skip to content");
      for (let stop = 0; stop < 25; stop++) {
        await page.keyboard.press("Tab");
        const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
        assert.notEqual(outline, "none", `nothing shows that "${await focused(page)}" has the focus`);
      }
    });
  });

  for (const [what, drawn] of [
    ["a box of a flowchart", ".node"],
    ["a lane of a sequence", "rect.actor"],
  ])
    test(`${what} is reached by keyboard and leads to its component`, async () => {
      await reads("architecture/", {}, async (page) => {
        const links = page.locator(`.diagram svg a:has(${drawn})`);
        await links.filter({ hasText: "web-1" }).first().focus();
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => url.pathname === "/components/web/" && url.hash === "#web-1");
      });
    });

  test("pages follow the reader's light or dark, diagrams included, and a choice is kept", async () => {
    const box = "getComputedStyle(document.querySelector('.diagram .label-container')).fill";
    const colours: string[] = [];
    for (const colorScheme of ["light", "dark"] as const)
      await reads("", { colorScheme }, async (page) => {
        assert.equal(await page.locator("html").getAttribute("data-theme"), colorScheme);
        colours.push(await page.evaluate(box));
      });
    assert.notEqual(colours[0], colours[1]);
    await reads("", { colorScheme: "light" }, async (page) => {
      await page.getByLabel("Select theme").first().selectOption("dark");
      await page.reload();
      assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    });
  });

  test("a print is the page without the frame, dark ink on white, no diagram wider than the paper", async () => {
    await reads(
      "architecture/",
      { colorScheme: "dark", viewport: { width: 794, height: 1123 } },
      async (page) => {
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.getByRole("button", { name: "Search" }).isVisible(), false);
        assert.equal(await page.locator("nav.sidebar").isVisible(), false);
        const breaks = await page.evaluate("getComputedStyle(document.querySelector('main h2')).breakAfter");
        assert.equal(breaks, "avoid", "a heading can be the last line of a page");
        const ink = await page.evaluate("getComputedStyle(document.querySelector('main p')).color");
        const [red = 255] = String(ink).match(/\d+/g)?.map(Number) ?? [];
        assert.ok(red < 100, `the ink is ${ink}`);
        const widest = await page.evaluate(
          "Math.max(...[...document.querySelectorAll('.diagram svg')].map((svg) => svg.getBoundingClientRect().right))",
        );
        assert.ok(Number(widest) <= 794, `a diagram ends at ${widest} px`);
      },
    );
  });

  test("a diagram can be read without being seen: its name, what it shows, and each of its lines", async () => {
    await reads("architecture/", {}, async (page) => {
      const diagram = page.locator(".diagram").filter({ hasText: "How a write travels on this machine" });
      assert.equal(await diagram.locator("svg > title").textContent(), "How a write travels on this machine");
      assert.match((await diagram.locator("svg > desc").textContent()) ?? "", /^A request that writes, /);
      await diagram.locator("summary").click();
      const lines = await diagram.locator("details li").allInnerTexts();
      assert.ok(
        lines.some((line) => line.startsWith("web-1 to database-router-1: MySQL")),
        lines.join("\n"),
      );
    });
  });
});
