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
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(repo, "package.json"), "utf8")));

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

test("each of the package's doors is the door of a room", () => {
  for (const [door, { types, default: code }] of Object.entries(manifest.exports)) {
    const room = door.replace("./", "");
    assert.equal(types, `./dist/modules/${room}/index.d.ts`);
    assert.equal(code, `./dist/modules/${room}/index.js`);
    assert.ok(existsSync(join(repo, "modules", room, "index.ts")), door);
  }
});

test("what a CDKTF app brings is tested here in a version that the package accepts", () => {
  for (const [name, range] of Object.entries(manifest.peerDependencies)) {
    const tested = manifest.devDependencies[name] ?? "";
    // `^0.21.0` accepts 0.21.x, `^12.0.3` all of 12 from there on.
    const [major, minor] = range.replace("^", "").split(".");
    assert.ok(
      tested.startsWith(major === "0" ? `0.${minor}.` : `${major}.`),
      `${name} ${tested} for ${range}`,
    );
  }
});
