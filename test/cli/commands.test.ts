import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  argumentProblems,
  commandUsage,
  defineCommand,
  optionsThatNpmTook,
  usageOf,
} from "../../cli/command/index.ts";
import { commands } from "../../cli/commands/index.ts";

const repo = join(import.meta.dirname, "../..");

const plan = defineCommand({
  name: "plan",
  summary: "what a deploy would change",
  options: {
    json: { type: "boolean", summary: "print JSON" },
    "keep-data": { type: "boolean", summary: "keep the volumes" },
    out: { type: "string", summary: "a file to write" },
  },
  operands: [{ name: "target", allowed: ["local", "cloud"], isRequired: true }],
  run: async ({ options, operands }) => operands.length + (options.out?.length ?? 0),
});

test("every command has an npm script of its name, and every such script a command", () => {
  const manifest: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(repo, "package.json"), "utf8"),
  );
  const scripts = Object.entries(manifest.scripts).filter(([, run]) => run.includes("cli/bootstrap.mjs"));
  assert.deepEqual(scripts.map(([name]) => name).sort(), commands.map(({ name }) => name).sort());
  for (const [name, run] of scripts) assert.equal(run, `node cli/bootstrap.mjs ${name}`);
});

test("all usage texts fit a terminal of 80 columns", () => {
  for (const text of [usageOf(commands), ...commands.map(commandUsage)])
    for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
});

test("the usage text of a command names its operands and aligns its options", () => {
  assert.equal(
    commandUsage(plan),
    `Usage: npm run plan local|cloud [-- OPTIONS]
  what a deploy would change

  --json       print JSON
  --keep-data  keep the volumes
  --out VALUE  a file to write`,
  );
});

test("every problem with the arguments is named at once, with what is allowed", () => {
  assert.deepEqual(
    argumentProblems(plan, ["clod", "--jsn", "--json=1", "again", "--wide", "--out", "--json"]),
    [
      "--jsn: no such option of plan; allowed: --json, --keep-data, --out; did you mean --json?",
      '--json: got "1"; allowed: no value; write --json alone',
      "--wide: no such option of plan; allowed: --json, --keep-data, --out; leave --wide out",
      "--out: got no value; allowed: a file to write; write --out VALUE",
      'target: got "clod"; allowed: local, cloud; for example local',
      "again: one word too many for plan; leave it out, or did you mean --again?",
    ],
  );
  assert.deepEqual(argumentProblems(plan, []), [
    "target: got none; allowed: local, cloud; for example local",
  ]);
});

test("good arguments reach the command", async () => {
  const args = ["cloud", "--out", "four", "--json"];
  assert.deepEqual(argumentProblems(plan, args), []);
  assert.equal(await plan.run("/project", args), 5);
});

test("an option that npm took for itself, for want of a `--`, counts as given", () => {
  assert.deepEqual(optionsThatNpmTook(plan, { npm_config_keep_data: "true", npm_config_out: "true" }), [
    "--keep-data",
  ]);
  assert.deepEqual(optionsThatNpmTook(plan, { npm_config_json: "" }), []);
});
