import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { ports } from "../../../modules/topology/index.ts";
import { crash, docker } from "../../support/docker.ts";
import { createProject, type Project } from "./deployed.ts";
import { probeRepeatedly } from "./probing.ts";
import { startReader, startWriter } from "./writes.ts";

describe("outages, without an operator command", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
    await project.up();
  });
  after(() => project.remove());

  /** Breaks a whole stack under acknowledged writes, and gives how long no write and no read was answered. */
  async function breakIt(what: () => Promise<void>, settleMs = 4_000) {
    await project.whole();
    const writer = startWriter(project.url);
    const reader = startReader(project.url);
    try {
      await pause(2_000);
      await what();
      await pause(settleMs);
      await project.whole();
    } finally {
      await Promise.all([writer.stop(), reader.stop()]);
    }
    const [{ acknowledged, longestGapMs }, readGapMs] = await Promise.all([writer.stop(), reader.stop()]);
    assert.deepEqual(await project.missingEntries(acknowledged), [], `of ${acknowledged.length} writes`);
    return { writeGapMs: Math.round(longestGapMs), readGapMs: Math.round(readGapMs) };
  }

  test("the primary crashes: writes continue within 8 s, reads pause for at most 1 s, and it rejoins", async () => {
    const { writeGapMs, readGapMs } = await breakIt(async () => {
      await crash(await project.containerOf(await project.primaryId()));
    }, 9_000);
    assert.ok(writeGapMs <= 8_000, `no write for ${writeGapMs} ms`);
    assert.ok(readGapMs <= 1_000, `no read for ${readGapMs} ms`);
  });

  test("a connection that is being opened when its member crashes doesn't hang", async () => {
    await project.whole();
    const primary = await project.containerOf(await project.primaryId());
    const secondary = (await project.containersOf("database")).find((container) => container !== primary);
    assert.ok(secondary !== undefined);
    const network = `{{(index .NetworkSettings.Networks "${project.name}-back").IPAddress}}`;
    const router = await docker(
      "inspect",
      "--format",
      network,
      await project.containerOf("database-router-1"),
    );
    const answers = probeRepeatedly(router, ports.replica, 1_500);
    await pause(200);
    await crash(secondary);
    const longestMs = Math.max(...(await answers));
    assert.ok(longestMs <= 2_000, `a connection without an answer for ${longestMs} ms`);
    await project.whole();
  });

  test("the primary is stopped as planned: no write waits longer than 2 s", async () => {
    const primary = await project.containerOf(await project.primaryId());
    const { writeGapMs, readGapMs } = await breakIt(async () => {
      await docker("stop", primary);
      await docker("start", primary);
    });
    assert.ok(writeGapMs <= 2_000, `no write for ${writeGapMs} ms`);
    assert.ok(readGapMs <= 1_000, `no read for ${readGapMs} ms`);
  });

  test("all members are killed at once: writes continue within 30 s", async () => {
    const { writeGapMs } = await breakIt(async () => {
      await Promise.all((await project.containersOf("database")).map(crash));
    });
    assert.ok(writeGapMs <= 30_000, `no write for ${writeGapMs} ms`);
  });

  test("everything is killed at once: writes continue within 30 s", async () => {
    const { writeGapMs } = await breakIt(async () => {
      await Promise.all((await project.containersOf()).map(crash));
    });
    assert.ok(writeGapMs <= 30_000, `no write for ${writeGapMs} ms`);
  });
});
