import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { z } from "zod";
import { Project, resourcesOf } from "./project.ts";

const project = new Project();
after(() => project.remove());
project.writeConfig({ name: "shop", app: { path: "app", documentRoot: "public" } });

const provisionersSchema = z.array(
  z.object({
    "local-exec": z.object({
      command: z.string(),
      interpreter: z.array(z.string()),
      environment: z.record(z.string(), z.string()).optional(),
    }),
  }),
);

/** A line for each path below a folder: permission bits and path. */
function modesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${(statSync(path).mode & 0o777).toString(8)} ${relative(folder, path)}`)
    .sort();
}

/** What a synth stages for containers while this process, and so its children, has that umask. */
function stagedUnder(umask: number) {
  const stackFolder = join(project.folder, ".lampstand/shop");
  rmSync(stackFolder, { recursive: true, force: true });
  const before = process.umask(umask);
  try {
    project.synth();
    // No container sees the folders that hold the contexts of a role.
    return modesBelow(stackFolder).filter((line) => !/ images(\/[^/]+)?$/.test(line));
  } finally {
    process.umask(before);
  }
}

test("under any umask containers are given the same contexts and configurations, with the same modes", () => {
  const usual = stagedUnder(0o022);
  for (const line of usual) assert.match(line, line.includes("secrets") ? /^(700|600) / : /^(755|644) /);
  assert.ok(usual.some((line) => line.endsWith("agent/main.js")));
  for (const umask of [0o002, 0o027, 0o077]) assert.deepEqual(stagedUnder(umask), usual);
});

test("under any umask members can read what Terraform writes for them", () => {
  const data = resourcesOf(project.synth()).terraform_data ?? {};
  const commands = Object.entries(data)
    .filter(([id]) => id.startsWith("lamp_members_"))
    .flatMap(([, { provisioner }]) => provisionersSchema.parse(provisioner))
    .map((each) => each["local-exec"])
    .filter(({ command }) => !command.startsWith("rm "));
  assert.equal(commands.length, 3);
  const folder = mkdtempSync(join(tmpdir(), "lampstand-group-"));
  const before = process.umask(0o077);
  try {
    mkdirSync(join(folder, "group"));
    for (const { command, interpreter, environment } of commands) {
      const [shell = "", ...args] = interpreter;
      const env = { ...environment, FOLDER: join(folder, "group"), PATH: process.env.PATH };
      const { status, stderr } = spawnSync(shell, [...args, command], { env, encoding: "utf8" });
      assert.equal(status, 0, stderr);
    }
    assert.deepEqual(modesBelow(folder), [
      "644 group/dissolved",
      "644 group/init",
      "644 group/members",
      "755 group",
    ]);
  } finally {
    process.umask(before);
    rmSync(folder, { recursive: true, force: true });
  }
});
