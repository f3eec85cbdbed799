import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, test } from "node:test";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { layers, rules } from "./import-rules.ts";

const repo = resolve(import.meta.dirname, "../..");
const folders = [...new Set(layers.flat().map((each) => each.split("/")[0] ?? ""))];

/** The violations of the rules in a tree, as `rule: from -> to`, and how many files were read. */
async function cruiseTree(tree: string): Promise<{ readonly violations: string[]; readonly files: number }> {
  const { output } = await cruise(folders, {
    baseDir: tree,
    validate: true,
    ruleSet: { forbidden: rules.map((rule) => ({ ...rule })) },
    // Imports of types alone are arrows as well.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  });
  const { summary } = readResult(output);
  return {
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort(),
    files: summary.totalCruised,
  };
}

function readResult(output: ICruiseResult | string): ICruiseResult {
  assert.ok(typeof output !== "string");
  return output;
}

describe("imports", () => {
  test("form no circle, go through index.ts, and follow the order of CONTRIBUTING.md", async () => {
    const { violations, files } = await cruiseTree(repo);
    assert.deepEqual(violations, []);
    assert.ok(files > 500, `${files} files`);
  });

  test("the rules find a circle, an import past an index.ts and one against the order", async () => {
    const tree = mkdtempSync(join(tmpdir(), "lampstand-imports-"));
    const files = {
      "modules/config/index.ts": 'export { one } from "./one.ts";\n',
      "modules/config/one.ts": 'import type { Two } from "./two.ts";\nexport const one: Two = 1;\n',
      "modules/config/two.ts":
        'import type { one } from "./one.ts";\nexport type Two = 1;\nexport type One = typeof one;\n',
      "modules/topology/index.ts": 'export { one } from "../config/one.ts";\n',
      "modules/failures/index.ts": 'import "../topology/index.ts";\n',
      "cli/main.ts": 'import "../modules/config/one.ts";\n',
    };
    try {
      for (const folder of folders) mkdirSync(join(tree, folder), { recursive: true });
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(tree, path)), { recursive: true });
        writeFileSync(join(tree, path), text);
      }
      assert.deepEqual((await cruiseTree(tree)).violations, [
        "in-order: modules/failures/index.ts -> modules/topology/index.ts",
        "no-circle: modules/config/one.ts -> modules/config/two.ts",
        "through-index: cli/main.ts -> modules/config/one.ts",
        "through-index: modules/topology/index.ts -> modules/config/one.ts",
      ]);
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
  });

  test("of the documentation's pages go through index.ts as well", () => {
    const site = join(repo, "docs-site");
    const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter(
      (path) => /\w\.(astro|mdx)$/.test(path) && !path.includes("node_modules"),
    );
    const targets = pages.flatMap((path) =>
      [
        ...readFileSync(join(site, path), "utf8").matchAll(/from "([./]+\/(?:modules|cli|stacks)\/[^"]+)"/g),
      ].map(([, target = ""]) => ({ path, target })),
    );
    assert.ok(targets.length > 10);
    assert.deepEqual(
      targets.filter(({ target }) => !target.endsWith("/index.ts")),
      [],
    );
  });

  test("every module has its place in the order", () => {
    const modules = readdirSync(join(repo, "modules")).map((name) => `modules/${name}`);
    assert.deepEqual(
      layers
        .flat()
        .filter((each) => each.startsWith("modules/"))
        .sort(),
      modules.sort(),
    );
  });
});
