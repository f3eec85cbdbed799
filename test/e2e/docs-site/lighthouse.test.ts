import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import lighthouse from "lighthouse";
import type { Browser } from "playwright-core";
import { freePorts } from "../../support/docker.ts";
import { type SiteServer, serveSite } from "../../support/site-server.ts";
import { createDocsProject, launchBrowser } from "./project.ts";

/** One page of each kind: prose with a diagram, many diagrams, a component, tables, a table of fields, a guide. */
const kinds = [
  "",
  "redundancy/",
  "components/web/",
  "cost/",
  "configuration/",
  "guides/troubleshooting/",
  "guides/lab/",
  "reference/metrics/",
];
/** Speed depends on what else the machine does, so it is reported and not asserted. */
const asserted = ["accessibility", "best-practices", "seo"] as const;
const leastScore = 98;

describe("Lighthouse", { timeout: 300_000 }, () => {
  const project = createDocsProject('{ preset: "ha" }');
  let server: SiteServer;
  let browser: Browser;
  let debuggingPort: number;

  before(async () => {
    // A site without an address has no canonical links, which Lighthouse asks for.
    const built = await project.build(["--site", "https://docs.example.org"]);
    assert.equal(built.code, 0, built.output);
    server = await serveSite(project.dist);
    [debuggingPort] = await freePorts();
    browser = await launchBrowser([`--remote-debugging-port=${debuggingPort}`]);
  });

  after(async () => {
    await browser?.close();
    await server?.close();
    project.remove();
  });

  for (const path of kinds)
    test(`/${path} scores at least ${leastScore} for ${asserted.join(", ")}`, async () => {
      const result = await lighthouse(`${server.url}${path}`, {
        port: debuggingPort,
        output: "json",
        logLevel: "error",
        onlyCategories: ["performance", ...asserted],
      });
      const categories = result?.lhr.categories ?? {};
      const scores = Object.entries(categories).map(
        ([id, { score }]) => [id, Math.round((score ?? 0) * 100)] as const,
      );
      console.log(`/${path}: ${scores.map(([id, score]) => `${id} ${score}`).join(", ")}`);
      assert.equal(scores.length, 1 + asserted.length);
      const failed = scores.filter(([id, score]) => id !== "performance" && score < leastScore);
      const audits = Object.values(result?.lhr.audits ?? {}).filter(
        ({ score }) => score !== null && score < 1,
      );
      assert.deepEqual(failed, [], audits.map(({ id, title }) => `${id}: ${title}`).join("\n"));
    });
});
