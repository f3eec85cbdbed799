import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { z } from "zod";

const repo = resolve(import.meta.dirname, "../..");
const manifest = z
  .object({
    exports: z.record(z.string(), z.object({ types: z.string(), default: z.string() })),
    dependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
    workspaces: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync(join(repo, "package.json"), "utf8")));

function dependenciesOf(workspace: string): Readonly<Record<string, string>> {
  return z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(repo, workspace, "package.json"), "utf8"))).dependencies;
}

/** Names of the packages that a module imports. */
function packagesOf(source: string): string[] {
  const imports = /^(?:import|export|\})[^"\n]* from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...source.matchAll(imports)]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "")
    .filter((name) => !name.startsWith(".") && !isBuiltin(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
}

test("who installs the npm package gets, or is asked for, every package that the constructs import", () => {
  const given = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]);
  const modules = readdirSync(join(repo, "modules"), { recursive: true, encoding: "utf8" });
  const missing = modules
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) =>
      packagesOf(readFileSync(join(repo, "modules", path), "utf8")).map((name) => ({ path, name })),
    )
    .filter(({ name }) => !given.has(name));
  assert.deepEqual(missing, []);
});

test("each command, stand-in and test finds what it imports among the packages that its own command installs", () => {
  const ofCommands = ["cli", "providers", "simulator", "stacks"];
  const uses: Readonly<Record<string, readonly string[]>> = {
    ...Object.fromEntries(ofCommands.map((workspace) => [workspace, ofCommands])),
    "docs-site": [...ofCommands, "docs-site"],
  };
  const published = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
  for (const [workspace, installed] of Object.entries(uses)) {
    const given = new Set([...published, ...installed.flatMap((each) => Object.keys(dependenciesOf(each)))]);
    const sources = readdirSync(join(repo, workspace), { recursive: true, encoding: "utf8" });
    const missing = sources
      .filter((path) => /[^/]\.(ts|mjs|astro)$/.test(path) && !path.split("/").includes("node_modules"))
      .flatMap((path) => packagesOf(readFileSync(join(repo, workspace, path), "utf8")))
      // Astro's own modules, and Vite, which Astro brings in the version that it needs.
      .filter((name) => !given.has(name) && !/^(astro|virtual):/.test(name) && name !== "vite");
    assert.deepEqual(missing, [], workspace);
  }
});

test("each entry point of the package is the index.ts of a module", () => {
  for (const [entry, { types, default: code }] of Object.entries(manifest.exports)) {
    const module = entry.replace("./", "");
    assert.equal(types, `./dist/modules/${module}/index.d.ts`);
    assert.equal(code, `./dist/modules/${module}/index.js`);
    assert.ok(existsSync(join(repo, "modules", module, "index.ts")), entry);
  }
});

test("what a CDKTF app brings is tested here in a version that the package accepts", () => {
  for (const [name, range] of Object.entries(manifest.peerDependencies)) {
    const tested = dependenciesOf("stacks")[name] ?? "";
    // `^0.21.0` accepts 0.21.x, `^12.0.3` all of 12 from there on.
    const [major, minor] = range.replace("^", "").split(".");
    assert.ok(
      tested.startsWith(major === "0" ? `0.${minor}.` : `${major}.`),
      `${name} ${tested} for ${range}`,
    );
  }
});
