import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type ServedSite, serveDocs } from "../../../docs-site/index.ts";
import { loadConfig } from "../../../modules/config/index.ts";
import { formatFailure } from "../../../modules/failures/index.ts";
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

  test("an edit shows by itself; a mistake is shown as the command line prints it, above pages that still open", async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.getByText("one load balancer, one web node").waitFor();

      project.writeConfig('{ preset: "ha" }');
      await page.getByText("two web nodes, two database routers").waitFor();

      project.writeConfig('{ preset: "hq" }');
      const file = join(project.folder, "lampstand.config.ts");
      const reported = await loadConfig(file).then(() => undefined, formatFailure);
      assert.ok(reported !== undefined);
      await page.locator(".config-problem").waitFor();
      const words = (text: string) => text.replaceAll(/\s+/g, " ").trim();
      const shown = words(await page.locator(".config-problem").innerText());
      assert.ok(shown.includes(words(reported.text)), shown);
      await page.goto(`${site.url}guides/troubleshooting/#config-invalid`);
      await page.getByText("Correct each field in lampstand.config.ts").waitFor();
      await page.goto(site.url);

      project.writeConfig('{ preset: "small" }');
      await page.getByText("two database routers and one database member").waitFor();
    } finally {
      await browser.close();
    }
  });
});
