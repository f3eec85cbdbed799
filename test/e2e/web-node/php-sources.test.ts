import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { siteImage, webNodeDefaults } from "../../../modules/web-node/index.ts";
import { buildImage, docker, dockerWithInput } from "../../support/docker.ts";

const repository = resolve(import.meta.dirname, "../../..");
/** Every PHP file, those that no web node serves included: the benchmark's page and the examples. */
const files = execFileSync("git", ["ls-files", "*.php"], { cwd: repository, encoding: "utf8" })
  .trimEnd()
  .split("\n");

const page = { path: "index.php", content: "<?php" };

let image = "";
before(async () => {
  image = await buildImage("phptest-node", siteImage({ ...webNodeDefaults, appFiles: [page] }));
});
after(() => docker("rmi", image));

/** One PHP file or several, checked by PHP itself, as a web node has it. */
async function lint(names: readonly string[], input = ""): Promise<{ code: number; output: string }> {
  const container = [
    "run",
    "--rm",
    "--interactive",
    "--network",
    "none",
    "--volume",
    `${repository}:/src:ro`,
  ];
  const place = ["--workdir", "/src", "--entrypoint", "php", image];
  const strict = ["-d", "display_errors=1", "-d", "error_reporting=-1"];
  return dockerWithInput(input, ...container, ...place, ...strict, "-l", ...names);
}

test("no PHP file has a syntax error or a deprecated construct", async () => {
  assert.ok(files.length > 40, `only ${files.length} files`);
  const { code, output } = await lint(files);
  assert.equal(code, 0, output);
  assert.equal(output.match(/^No syntax errors detected in /gm)?.length, files.length, output);
  assert.doesNotMatch(output, /Deprecated|Warning|Notice/);
});

test("a syntax error and a deprecated construct are found", async () => {
  assert.notEqual((await lint([], "<?php f(;")).code, 0);
  assert.match((await lint([], "<?php function f($a = 1, $b) {}")).output, /Deprecated/);
});

test("every PHP file but templates and one-line pages declares strict types", () => {
  const lax = files.filter((name) => {
    const text = readFileSync(resolve(repository, name), "utf8");
    return !/^<\?php\s[\s\S]{0,800}?declare\(strict_types=1\);/.test(text) && text.split("\n").length > 2;
  });
  assert.deepEqual(
    lax.filter((name) => !name.startsWith("app/templates/") && !name.endsWith(".blade.php")),
    [],
  );
});
