import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { loadConfig } from "../../../modules/config/index.ts";
import { formatFailure } from "../../../modules/failures/index.ts";
import { type DeployResult, figureIds } from "../../../modules/results/index.ts";
import { serveSite } from "../../support/site-server.ts";
import { wrongCounts } from "./counts.ts";
import { createDocsProject, launchBrowser, pagePaths } from "./project.ts";

describe("building the documentation", { timeout: 300_000 }, () => {
  const project = createDocsProject('{ preset: "lab" }');
  after(() => project.remove());

  /** Text of a page, without its markup. */
  function textOf(page: string): string {
    const html = readFileSync(join(project.dist, page, "index.html"), "utf8");
    return (/<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? "")
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll(/\s+/g, " ");
  }

  test("a changed config changes what pages say", async () => {
    assert.equal((await project.build()).code, 0);
    assert.match(textOf(""), /one load balancer, one web node, one database router and one database member/);
    assert.match(
      textOf("redundancy"),
      /stops it: load-balancer-1, web-1, database-router-1, database-1 and docker-host/,
    );
    assert.match(textOf("questions"), /This config has one member/);
    const labCost = textOf("cost");

    project.writeConfig('{ name: "course", preset: "ha", loadBalancer: { httpPort: 8181 } }');
    assert.equal((await project.build()).code, 0);
    assert.match(
      textOf(""),
      /course has one load balancer, two web nodes, two database routers and three database members/,
    );
    assert.match(textOf(""), /http:\/\/127\.0\.0\.1:8181/);
    const head = readFileSync(join(project.dist, "cost/index.html"), "utf8");
    assert.match(head, /<link rel="canonical" href="http:\/\/127\.0\.0\.1:4321\/cost\/"/);
    assert.match(readFileSync(join(project.dist, "sitemap-0.xml"), "utf8"), /127\.0\.0\.1:4321\/cost\//);
    assert.match(textOf("redundancy"), /stops it: load-balancer-1 and docker-host\./);
    assert.match(textOf("questions"), /This config has three members, of which one may fail/);
    assert.notEqual(textOf("cost"), labCost);
    assert.match(textOf("results"), /Not yet measured\. npm run bench:deploy measures it/);
  });

  test("no page states a number of components, or a region, that the config doesn't have", async () => {
    const cloud = '{ region: "nyc3", readReplica: true, loadBalancerNodes: 6 }';
    project.writeConfig(`{ web: { nodes: 7 }, database: { members: 5, routers: 8 }, cloud: ${cloud} }`);
    assert.equal((await project.build()).code, 0);
    const pages = pagePaths(project.dist);
    assert.deepEqual(
      pages.flatMap((page) => wrongCounts(page, textOf(page))),
      [],
    );
    const regional = ["", "architecture/", "cost/", "redundancy/", "reference/network/", "questions/"];
    assert.deepEqual(
      regional.filter((page) => textOf(page).includes("fra1")),
      [],
    );
    assert.match(textOf("cost/"), /nyc3/);
    assert.deepEqual(wrongCounts("", "It has two web nodes and eight routers."), [": two web nodes"]);
  });

  test("an invalid config is reported as by every other command, and the last build stays", async () => {
    const before = textOf("");
    project.writeConfig('{ preset: "hq", web: { nodes: 0 } }');
    const { code, output } = await project.build();
    const reported = await loadConfig(join(project.folder, "lampstand.config.ts")).then(
      () => "",
      formatFailure,
    );
    assert.equal(code, 1);
    assert.equal(output.trim(), (typeof reported === "string" ? reported : reported.text).trim());
    assert.match(output, /preset: got "hq"/);
    assert.equal(textOf(""), before);
  });

  test("an invalid --base or --site is refused with what is allowed", async () => {
    const { code, output } = await project.build(["--base", "docs", "--site", "example.org"]);
    assert.equal(code, 1);
    assert.match(
      output,
      /--base: got "docs"; allowed: the path that the site is served below; for example\s+\/lampstand/,
    );
    assert.match(output, /--site: got "example\.org"; allowed: the address of the host, without a path/);
  });

  test("a results file that can't be read is reported", async () => {
    project.writeConfig('{ preset: "ha" }');
    mkdirSync(join(project.folder, ".lampstand/results"), { recursive: true });
    writeFileSync(join(project.folder, ".lampstand/results/deploy.json"), "{");
    assert.equal((await project.build()).code, 0);
    assert.match(textOf("results"), /There is a file of results, but it can't be read/);
  });

  test("results are shown as they were measured, against what was promised", async () => {
    const result: DeployResult = {
      ...{ kind: "deploy", version: 1, measuredAt: "2026-01-02T03:04:05.000Z", durationSeconds: 60 },
      machine: {
        ...{ processors: 2, memoryMb: 24_000, loadAverage: 0.5, system: "Debian", engine: "20.10" },
        ...{ terraform: "1.11.4", providers: "stand-in" },
      },
      figures: figureIds.map((id, index) => ({
        ...{ id, title: `figure ${id}`, unit: index % 2 === 0 ? "s" : "MiB", value: index + 0.5 },
        runs: [index + 0.5],
        ...(index === 0 ? { target: { bound: "at most", value: 0.25, isMet: false } } : {}),
      })),
    };
    writeFileSync(join(project.folder, ".lampstand/results/deploy.json"), JSON.stringify(result));
    assert.equal((await project.build()).code, 0);
    assert.match(textOf("results"), /Measured on 2026-01-02 on Debian with 2 processors/);
    assert.match(textOf("results"), new RegExp(`figure ${figureIds[0]} 0\\.5 s 1 at most 0\\.25 s no`));
    assert.match(
      readFileSync(join(project.dist, "results/index.html"), "utf8"),
      /<svg class="chart wide" role="img"/,
    );
  });

  test("below a path and without a browser, the reader's browser draws, and nothing is missing", async () => {
    // A PATH that has node's tools and no browser in it.
    const programs = join(project.folder, "bin");
    mkdirSync(programs);
    symlinkSync(process.execPath, join(programs, "node"));
    const args = ["--base", "/course", "--site", "https://docs.example.org"];
    const built = await project.build(args, { PATH: programs, CHROME_PATH: "" });
    assert.equal(built.code, 0, built.output);
    assert.match(
      built.output,
      /No Chrome, Chromium or Edge was found, so readers' browsers draw the diagrams\./,
    );
    assert.match(
      readFileSync(join(project.dist, "sitemap-0.xml"), "utf8"),
      /https:\/\/docs\.example\.org\/course\/cost\//,
    );
    const server = await serveSite(project.dist, "/course/");
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(`${server.url}redundancy/`);
      assert.equal(await page.locator(".diagram-source svg").count(), 0, "drawn before anybody looked");
      await page.locator(".diagram-source").first().scrollIntoViewIfNeeded();
      await page.locator(".diagram-source svg").first().waitFor();
      await page.getByRole("link", { name: "Architecture" }).first().click();
      await page.waitForURL((url) => url.pathname === "/course/architecture/");
      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
