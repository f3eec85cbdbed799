import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { z } from "zod";

const repo = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(repo, path), "utf8");

// The fields that GitHub requires: docs.github.com, "Syntax for GitHub's form schema".
const form = z.object({
  name: z.string().min(1),
  description: z.string().min(1),
  body: z
    .array(
      z.discriminatedUnion("type", [
        z.object({
          type: z.enum(["textarea", "input"]),
          id: z.string(),
          attributes: z.object({ label: z.string() }),
        }),
        z.object({
          type: z.literal("dropdown"),
          id: z.string(),
          attributes: z.object({ label: z.string(), options: z.array(z.string()).min(1) }),
        }),
        z.object({
          type: z.literal("checkboxes"),
          id: z.string(),
          attributes: z.object({
            label: z.string(),
            options: z.array(z.object({ label: z.string() })).min(1),
          }),
        }),
      ]),
    )
    .min(1),
});

const workflow = z.object({
  jobs: z.record(
    z.string(),
    z.object({ "timeout-minutes": z.number(), steps: z.array(z.object({ run: z.string().optional() })) }),
  ),
});

describe("the files that GitHub reads", () => {
  test("each issue form has the fields that GitHub requires, and ids that differ", () => {
    const folder = ".github/ISSUE_TEMPLATE";
    const forms = readdirSync(join(repo, folder)).filter((each) => each !== "config.yml");
    assert.ok(forms.length >= 3);
    for (const each of forms) {
      const ids = form.parse(parse(read(join(folder, each)))).body.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, each);
    }
  });

  test("CI runs what every change has to pass, and starts with the npm that Debian packages", () => {
    const { jobs } = workflow.parse(parse(read(".github/workflows/ci.yml")));
    const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    assert.ok(commands.some((each) => each.endsWith(".ci/run")));
    assert.ok(commands.some((each) => each.includes("apt-get install") && each.includes("npm")));
  });

  test("Dependabot watches a folder that has a lock file", () => {
    const { updates } = z
      .object({ updates: z.array(z.object({ "package-ecosystem": z.string(), directory: z.string() })) })
      .parse(parse(read(".github/dependabot.yml")));
    const npm = updates.filter((each) => each["package-ecosystem"] === "npm");
    assert.deepEqual(
      npm.map(({ directory }) => existsSync(join(repo, directory, "package-lock.json"))),
      [true],
    );
  });

  test("the changelog begins with what isn't released, and has the version of package.json", () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read("package.json")));
    const headings = [...read("CHANGELOG.md").matchAll(/^## \[(.+?)\]/gm)].map(([, heading]) => heading);
    assert.equal(headings[0], "Unreleased");
    assert.ok(headings.includes(version));
  });

  test("every relative link of the files at the top leads to a file", () => {
    for (const file of readdirSync(repo).filter((each) => each.endsWith(".md")))
      for (const [, target = ""] of read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g))
        assert.ok(existsSync(join(repo, dirname(file), target)), `${file}: ${target}`);
  });
});
