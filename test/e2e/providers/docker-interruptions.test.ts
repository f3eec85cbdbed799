import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { docker, uniqueName } from "../../support/docker.ts";
import { containersLeft, expectDone, type Outcome, Workspace } from "./terraform.ts";

const IMAGE = "debian:13";

describe("an interruption", () => {
  const space = new Workspace();
  const name = uniqueName("provtest-int");

  before(async () => {
    space.configure({ docker_network: { unused: { name } } });
    expectDone(await space.run("init", "-input=false"));
  });

  after(() => space.remove());

  async function interrupt(
    isUnderWay: () => Promise<boolean>,
    signal: NodeJS.Signals = "SIGINT",
  ): Promise<Outcome & { readonly ms: number }> {
    const { child, outcome } = space.start("apply", "-auto-approve", "-input=false");
    const deadline = Date.now() + 20_000;
    while (!(await isUnderWay())) {
      assert.ok(Date.now() < deadline, "it never got under way");
      await delay(50);
    }
    const startedMs = Date.now();
    child.kill(signal);
    return { ...(await outcome), ms: Date.now() - startedMs };
  }

  test("during a wait for health ends promptly and leaves no container", async () => {
    const healthcheck = [{ test: ["CMD", "false"], interval: "1s", timeout: "5s", retries: 1000 }];
    const waiting = { name, image: IMAGE, command: ["sleep", "60"], wait: true, healthcheck };
    space.configure({ docker_container: { waiting } });
    const { ms, code, output } = await interrupt(async () => (await containersLeft(name)) !== "");
    assert.equal(code, 1, output);
    assert.match(output, /Interrupted while starting container/);
    assert.ok(ms < 3000, `${ms} ms`);
    assert.equal(await containersLeft(name), "");
    assert.deepEqual(await space.addresses(), []);
  });

  test("by a killed Terraform ends the provider too, which leaves no container", async () => {
    await interrupt(async () => (await containersLeft(name)) !== "", "SIGKILL");
    for (const deadline = Date.now() + 10_000; (await containersLeft(name)) !== ""; await delay(100)) {
      assert.ok(Date.now() < deadline, "the container is still there");
    }
    // The killed Terraform can't have given its lock back.
    rmSync(join(space.folder, ".terraform.tfstate.lock.info"), { force: true });
  });

  test("during a build ends promptly and leaves neither image nor process", async () => {
    const marker = `7${String(Date.now()).slice(-7)}`;
    space.write("context/Dockerfile", `FROM ${IMAGE}\nRUN sleep ${marker}\n`);
    space.configure({ docker_image: { slow: { name: `${name}:1`, build: [{ context: "context" }] } } });
    const isBuilding = async (): Promise<boolean> => {
      return execFileSync("ps", ["-eo", "args"]).toString().includes(`\nsleep ${marker}\n`);
    };
    const { ms, code, output } = await interrupt(isBuilding);
    assert.equal(code, 1, output);
    assert.match(output, /Interrupted while providing image/);
    assert.ok(ms < 3000, `${ms} ms`);
    assert.equal(await docker("images", "--quiet", name), "");
    for (const deadline = Date.now() + 10_000; await isBuilding(); await delay(100)) {
      assert.ok(Date.now() < deadline, "the build goes on");
    }
  });
});
