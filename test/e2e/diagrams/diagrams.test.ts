import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { type Config, presetNames, resolveConfig } from "../../../modules/config/index.ts";
import { planTopology } from "../../../modules/topology/index.ts";
import { allDiagrams } from "../../diagrams/all-diagrams.ts";

const inputs: readonly Config[] = [
  ...presetNames.map((preset) => ({ preset })),
  { web: { nodes: 64 }, cloud: { readReplica: true, domain: "example.org", loadBalancerNodes: 7 } },
];

const mermaidScript = join(import.meta.dirname, "../../../node_modules/mermaid/dist/mermaid.min.js");

test("mermaid renders every diagram of every preset, with its title, description and labels", async (t) => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.addScriptTag({ path: mermaidScript });
  const diagrams = inputs.flatMap((input) =>
    (["local", "cloud"] as const).flatMap((target) =>
      allDiagrams(planTopology(resolveConfig(input), target), 12),
    ),
  );
  for (const diagram of diagrams) {
    const seen = await page.evaluate(
      `mermaid.render("diagram", ${JSON.stringify(diagram.mermaid)}).then(({ svg }) => {
        document.body.innerHTML = svg;
        const text = (selector) => document.querySelector(selector)?.textContent;
        return { title: text("svg > title"), description: text("svg > desc"), all: text("svg") };
      }, String)`,
    );
    assert.partialDeepStrictEqual(
      seen,
      { title: diagram.title, description: diagram.description },
      diagram.mermaid,
    );
    const shown = JSON.stringify(seen).replaceAll(/\s+/g, "");
    for (const line of diagram.boxes.flatMap(({ lines }) => lines))
      assert.ok(shown.includes(line.replaceAll(/\s+/g, "")), `${diagram.id} lacks ${line}`);
  }
});
