import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { z } from "zod";
import { createDrawer, type Drawer } from "../../../docs-site/integration/diagrams/draw.ts";
import { tidySvg } from "../../../docs-site/integration/diagrams/tidy.ts";
import { type Config, resolveConfig } from "../../../modules/config/index.ts";
import { planTopology, type Topology } from "../../../modules/topology/index.ts";
import { allDiagrams } from "../../diagrams/all-diagrams.ts";

const browserPath = "/usr/bin/chromium";
const styles = readFileSync(join(import.meta.dirname, "../../../docs-site/src/styles/diagram.css"), "utf8");
const plan = (config: Config, target: "local" | "cloud"): Topology =>
  planTopology(resolveConfig(config), target);

const topologies: Readonly<Record<string, Topology>> = {
  lab: plan({ preset: "lab" }, "local"),
  small: plan({ preset: "small" }, "local"),
  ha: plan({}, "local"),
  "7 web nodes, 5 members": plan({ web: { nodes: 7 }, database: { members: 5 } }, "local"),
  "cloud with a read replica": plan({ cloud: { readReplica: true } }, "cloud"),
};

/** What a reader would see in one drawing. Runs in the page. */
const inspection = `(() => {
  const svg = document.querySelector("svg");
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const boxOf = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top, bottom };
  };
  const shapes = [...svg.querySelectorAll(".node")].map((node) => ({
    text: node.textContent,
    shape: boxOf(node.querySelector(".label-container")),
    label: boxOf(node.querySelector("text")),
  }));
  const labels = [...svg.querySelectorAll(".edgeLabel text")]
    .filter((text) => text.textContent.trim() !== "")
    .map((text) => ({ text: text.textContent, label: boxOf(text) }));
  const sizes = [...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize) * scale);
  return { smallest: Math.min(...sizes), shapes, labels };
})()`;

const rectangle = z.object({ left: z.number(), right: z.number(), top: z.number(), bottom: z.number() });
type Rectangle = z.infer<typeof rectangle>;
const seen = z.object({
  smallest: z.number(),
  shapes: z.array(z.object({ text: z.string(), shape: rectangle, label: rectangle })),
  labels: z.array(z.object({ text: z.string(), label: rectangle })),
});

function isInside(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.left >= outer.left - 1 &&
    inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 &&
    inner.bottom <= outer.bottom + 1
  );
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  const slack = 2;
  return (
    one.left < other.right - slack &&
    other.left < one.right - slack &&
    one.top < other.bottom - slack &&
    other.top < one.bottom - slack
  );
}

describe("diagrams on a phone of 390 px", { timeout: 300_000 }, () => {
  let browser: Browser;
  let drawer: Drawer;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lampstand-drawn-"));
    drawer = createDrawer(browserPath, folder);
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  });
  after(async () => {
    await drawer.close();
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, topology] of Object.entries(topologies))
    test(`of ${name} have text of 11 px at least, inside its box, and labels on no box and no other label`, async (context) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      let smallest = Number.POSITIVE_INFINITY;
      for (const diagram of allDiagrams(topology, 3)) {
        const { title, description, mermaid } = diagram;
        // As the site has it: pages are higher than wide.
        const { id, svg } = await drawer.draw(mermaid.replace(/^flowchart LR/, "flowchart TB"));
        const drawn = tidySvg(svg, id, { title, description, addresses: {} });
        await page.setContent(
          `<!doctype html><style>${styles}</style><figure class="diagram"><div class="diagram-canvas">${drawn}</div></figure>`,
        );
        const { smallest: here, shapes, labels } = seen.parse(await page.evaluate(inspection));
        smallest = Math.min(smallest, here);
        for (const { text: boxText, shape, label } of shapes)
          assert.ok(isInside(label, shape), `${diagram.id}: "${boxText}" leaves its box`);
        labels.forEach(({ text: labelText, label }, index) => {
          for (const { text: boxText, shape } of shapes)
            assert.ok(!overlap(label, shape), `${diagram.id}: "${labelText}" is on the box "${boxText}"`);
          for (const other of labels.slice(index + 1))
            assert.ok(!overlap(label, other.label), `${diagram.id}: "${labelText}" is on "${other.text}"`);
        });
      }
      await page.close();
      context.diagnostic(`smallest text: ${smallest.toFixed(1)} px`);
      assert.ok(smallest >= 11, `${smallest} px`);
    });
});
