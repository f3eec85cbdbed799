import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const repo = resolve(import.meta.dirname, "../..");
const synthesizedSchema = z.looseObject({
  "//": z.looseObject({ metadata: z.looseObject({ version: z.string() }) }),
  resource: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** CDKTF was archived on 2025-12-10. CDK Terrain (`cdktn`) is its community's successor. */
describe("the app with CDK Terrain in CDKTF's place", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lampstand-cdktn-"));
    mkdirSync(join(folder, "site"));
    writeFileSync(join(folder, "site/index.php"), "<?php echo 1;\n");
    const config = { name: "terrain", preset: "ha", app: { path: "site" } };
    writeFileSync(join(folder, "lampstand.config.ts"), `export default ${JSON.stringify(config)};\n`);
    cpSync(join(repo, "cdktf.json"), join(folder, "cdktf.json"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function synthesize(
    outputFolder: string,
    ...nodeArguments: readonly string[]
  ): z.infer<typeof synthesizedSchema>[] {
    const options = { cwd: folder, env: { ...process.env, CDKTF_OUTDIR: join(folder, outputFolder) } };
    execFileSync(process.execPath, [...nodeArguments, join(repo, "stacks/main.ts")], options);
    return ["local", "cloud"].map((stack) =>
      synthesizedSchema.parse(
        JSON.parse(readFileSync(join(folder, outputFolder, "stacks", stack, "cdk.tf.json"), "utf8")),
      ),
    );
  }

  test("synthesizes the same resources, variables, backends and outputs for both targets", () => {
    const withCdktf = synthesize("cdktf.out");
    const hooks = pathToFileURL(join(import.meta.dirname, "with-cdktn.mjs")).href;
    const withCdktn = synthesize("cdktn.out", "--import", hooks);
    assert.deepEqual(
      withCdktn.map((stack) => stack["//"].metadata.version),
      ["0.24.0", "0.24.0"],
    );
    assert.deepEqual(withCdktn.map(withoutVersion), withCdktf.map(withoutVersion));
  });
});

function withoutVersion(stack: z.infer<typeof synthesizedSchema>): object {
  const text = JSON.stringify({
    ...stack,
    "//": { ...stack["//"], metadata: { ...stack["//"].metadata, version: "" } },
  });
  // The folder that each wrote into is in the paths of its own assets.
  return synthesizedSchema.parse(JSON.parse(text.replaceAll("cdktn.out", "cdktf.out")));
}
