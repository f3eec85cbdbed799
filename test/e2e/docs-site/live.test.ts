import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type ServedSite, serveDocs } from "../../../docs-site/index.ts";
import { loadConfig } from "../../../modules/config/index.ts";
import { tellFailure } from "../../../modules/failures/index.ts";
import { createDocsProject, launchBrowser } from "./project.ts";

describe("the documentation while the config is edited", { timeout: 120_000 }, () => {
  const project = createDocsProject('{ preset: "lab" }');
  let site: ServedSite;

  before(async () => {
    site = await serveDocs({ projectFolder: project.folder, commands: [], base: "/", site: undefined });
  });

  after(async () => {
    await site?.stop();
    project.remove();
  });

  test("an edit shows by itself, a mistake in the words of the command line, and its correction again", async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.getByText("one load balancer, one web node").waitFor();

      project.writeConfig('{ preset: "ha" }');
      await page.getByText("two web nodes, two database routers").waitFor();

      project.writeConfig('{ preset: "hq" }');
      const file = join(project.folder, "lampstand.config.ts");
      const told = await loadConfig(file).then(() => undefined, tellFailure);
      assert.ok(told !== undefined);
      await page.locator("vite-error-overlay").waitFor({ state: "attached" });
      const shown: string = await page.evaluate(
        'document.querySelector("vite-error-overlay").shadowRoot.textContent',
      );
      const words = (text: string) => text.replaceAll(/\s+/g, " ").trim();
      assert.ok(words(shown).includes(words(told.text)), shown);

      project.writeConfig('{ preset: "small" }');
      await page.getByText("two database routers and one database member").waitFor();
    } finally {
      await browser.close();
    }
  });
});
