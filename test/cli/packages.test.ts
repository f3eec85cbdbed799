import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { z } from "zod";
import { neededWorkspaces, planInstallation, runsTheCommands } from "../../cli/packages.mjs";

const repo = resolve(import.meta.dirname, "../..");
const node24 = "24.0.0";

const lock = {
  packages: {
    "": { version: "0.1.0", dependencies: { zod: "4.0.0" } },
    cli: { version: "0.1.0", dependencies: { "cdktf-cli": "0.21.0" } },
    "docs-site": { version: "0.1.0", dependencies: { astro: "7.0.0" } },
    "node_modules/astro": { version: "7.0.0" },
    "node_modules/cdktf-cli": { version: "0.21.0" },
    "node_modules/zod": { version: "4.0.0" },
  },
};
type Packages = (typeof lock)["packages"];

function withPackages(...paths: readonly (keyof Packages)[]): { packages: Partial<Packages> } {
  return { packages: Object.fromEntries(paths.map((path) => [path, lock.packages[path]])) };
}

const forCommands = withPackages("cli", "node_modules/cdktf-cli", "node_modules/zod");
const everything = withPackages(
  "cli",
  "docs-site",
  "node_modules/astro",
  "node_modules/cdktf-cli",
  "node_modules/zod",
);

describe("the packages that a command needs", () => {
  test("the documentation and the tests bring their own, and only they do", () => {
    const up = neededWorkspaces("up", node24);
    assert.deepEqual(up, ["cli", "packaging/node-pty", "providers", "simulator", "stacks"]);
    for (const command of ["down", "status", "doctor", "plan", "rehearse", "simulator", undefined])
      assert.deepEqual(neededWorkspaces(command, node24), up);
    for (const command of ["docs", "docs:build"])
      assert.deepEqual(
        neededWorkspaces(command, node24).filter((each) => !up.includes(each)),
        ["docs-site"],
      );
  });

  test("the tests need every workspace", () => {
    const { workspaces } = z
      .object({ workspaces: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(join(repo, "package.json"), "utf8")));
    assert.deepEqual(neededWorkspaces("test", node24), [...workspaces].sort());
  });

  test("a packaged Node is needed where the system's can't run the sources as they are", () => {
    for (const version of ["18.19.0", "20.20.2", "22.20.0", "23.11.0"]) {
      assert.equal(runsTheCommands(version), false, version);
      assert.ok(neededWorkspaces("up", version).includes("packaging/node"), version);
    }
    for (const version of ["22.21.0", "22.30.1", "24.0.0", "26.1.0"]) {
      assert.equal(runsTheCommands(version), true, version);
      assert.ok(!neededWorkspaces("up", version).includes("packaging/node"), version);
    }
  });
});

describe("the installation of packages", () => {
  test("at first installs what the command needs and nothing else", () => {
    assert.deepEqual(planInstallation(lock, undefined, ["cli"]), {
      args: ["ci", "--omit=dev", "--include-workspace-root", "--workspace=cli"],
      message: "Installing npm packages. They are not installed yet.",
    });
  });

  test("adds what the documentation needs, once", () => {
    assert.deepEqual(planInstallation(lock, forCommands, ["cli", "docs-site"]), {
      args: ["install", "--no-save", "--omit=dev", "--workspace=docs-site"],
      message: "Installing the npm packages of the documentation, once.",
    });
    assert.equal(planInstallation(lock, everything, ["cli", "docs-site"]), undefined);
  });

  test("accepts what `npm ci` installed by hand, for every command", () => {
    for (const needed of [["cli"], ["cli", "docs-site"]])
      assert.equal(planInstallation(lock, everything, needed), undefined);
  });

  test("after a changed lock file keeps the documentation's packages", () => {
    const changed = {
      packages: { ...lock.packages, "node_modules/cdktf-cli": { version: "0.22.0" } },
    };
    assert.deepEqual(planInstallation(changed, everything, ["cli"]), {
      args: ["ci"],
      message: "Installing npm packages. package-lock.json has changed.",
    });
    assert.deepEqual(planInstallation(changed, forCommands, ["cli"])?.args, [
      "ci",
      "--omit=dev",
      "--include-workspace-root",
      "--workspace=cli",
    ]);
  });

  test("sees a new dependency that isn't installed", () => {
    const cli = { version: "0.1.0", dependencies: { "cdktf-cli": "0.21.0", yaml: "2.9.1" } };
    const changed = { packages: { ...lock.packages, cli, "node_modules/yaml": { version: "2.9.1" } } };
    assert.deepEqual(
      planInstallation(changed, forCommands, ["cli"])?.message,
      "Installing npm packages. package-lock.json has changed.",
    );
  });

  test("ignores a changed package that nothing installed here uses", () => {
    const changed = { packages: { ...lock.packages, "node_modules/astro": { version: "7.1.0" } } };
    assert.equal(planInstallation(changed, forCommands, ["cli"]), undefined);
  });
});
