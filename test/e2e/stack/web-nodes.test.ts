import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { crash, docker } from "../../support/docker.ts";
import { createProject, type Project } from "./deployed.ts";
import { assertNothingFailed, underLoad } from "./writes.ts";

describe("web nodes under 16 connections, a third of the requests POST", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
    await project.up();
  });
  after(() => project.remove());

  test("one that crashes fails no request", async () => {
    assertNothingFailed(await underLoad(project.url, async () => crash(await project.containerOf("web-1"))));
  });

  test("one that freezes, and thaws, fails no request", async () => {
    const report = await underLoad(project.url, async () => {
      const web = await project.containerOf("web-1");
      await docker("pause", web);
      await pause(22_000);
      await docker("unpause", web);
    });
    assertNothingFailed(report);
    assert.ok(report.slowestMs > 500, "nothing was in flight on the frozen web node");
  });

  test("one that is removed fails no request, and the next `up` brings it back", async () => {
    const report = await underLoad(project.url, async () => {
      await docker("rm", "--force", await project.containerOf("web-1"));
      await pause(3_000);
      await project.up();
    });
    assertNothingFailed(report);
    assert.notEqual(await project.containerOf("web-1"), "");
  });

  test("from 2 to 4 and back fails no request, and no member is restarted", async () => {
    const members = await project.containersOf("database");
    const report = await underLoad(project.url, async () => {
      for (const extra of ["web: { nodes: 4 }", ""]) {
        project.writeConfig(extra);
        await project.up();
      }
    });
    assertNothingFailed(report);
    assert.deepEqual(await project.containersOf("database"), members);
  });
});
