import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { docker } from "../../support/docker.ts";
import { type LoadFailure, type LoadReport, type LoadRequest, startLoad } from "../../support/load.ts";
import { createProject, type Project, remains } from "../stack/deployed.ts";
import { uploadedTexts, uploadText } from "../stack/uploads.ts";
import { assertNothingFailed } from "../stack/writes.ts";
import { checkOut, pull } from "./clone.ts";
import { upgradedFrom } from "./from.ts";

/** Longer than a balancer that is made again keeps its ports closed, 1 s as measured, on a machine under load. */
const closedPortsMs = 8_000;

for (const { commit, date } of upgradedFrom)
  describe(`a stack deployed by ${commit.slice(0, 7)} of ${date}`, () => {
    let project: Project;
    const written: string[] = [];
    const texts = Array.from({ length: 3 }, () => randomUUID());
    let marks: readonly Mark[];

    before(async () => {
      project = await createProject(true);
      await checkOut(commit, project.folder);
      // A site that the upgrade leaves alone, with folders whose names don't fit a volume's.
      cpSync(join(project.folder, "app"), join(project.folder, "site"), { recursive: true });
      project.writeConfig(
        'preset: "ha", app: { path: "site", documentRoot: "public", writableFolders: ["uploads", "var/Files_2"] }, ' +
          'database: { init: "site/schema.sql" }',
      );
      await project.up();
      for (const text of texts) await uploadText(project.url, text);
      marks = await markVolumes(project);
    });
    after(() => project.remove());

    /** Two reads through the database for each entry; those that were acknowledged are kept. */
    function request(n: number): LoadRequest {
      if (n % 3 < 2) return { method: "GET", path: "/bench/db" };
      const id = randomUUID();
      return {
        method: "POST",
        path: "/guestbook",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ id, author: "upgrade", message: id }),
        expect: (status) => {
          const isAcknowledged = status === 200 || status === 201;
          if (isAcknowledged) written.push(id);
          return isAcknowledged;
        },
      };
    }

    test("is taken over by `up` of this code under load, and no request fails where a roll suffices", async () => {
      const balancer = await project.containerOf("load-balancer-1");
      const load = startLoad({ url: project.url, connections: 4, makeRequest: request });
      let report: LoadReport;
      try {
        await pause(1_000);
        await pull(commit, project.folder);
        await project.up();
        await pause(3_000);
      } finally {
        report = await load.stop();
      }
      console.log(`upgrade: ${report.failed} of ${report.requests} requests failed, ${report.durationMs} ms`);
      if ((await project.containerOf("load-balancer-1")) === balancer) assertNothingFailed(report);
      else assertOnlyClosedPorts(report);
    });

    test("keeps every row that was acknowledged, before and during the upgrade", async () => {
      await project.whole();
      assert.deepEqual(await project.missingEntries(written), []);
    });

    test("keeps every upload, and the volumes of folders with names of any kind", async () => {
      const there = await uploadedTexts(project.url);
      assert.deepEqual([...there].sort(), [...texts].sort());
      const [web = ""] = await project.containersOf("web");
      for (const { path, text } of marks) assert.equal(await docker("exec", web, "cat", path), text);
    });

    test("is not changed by the next `up`", async () => {
      const { code, output } = await project.run("up");
      assert.equal(code, 0, output);
      assert.match(output, /No changes\./);
    });

    test("is removed by `down`, which leaves nothing", async () => {
      const { code, output } = await project.run("down", "--yes");
      assert.equal(code, 0, output);
      assert.deepEqual(await remains(project.name), []);
    });
  });

/** A file written into a volume of the web nodes by the earlier code. */
interface Mark {
  readonly path: string;
  readonly text: string;
}

async function markVolumes(project: Project): Promise<readonly Mark[]> {
  const [web = ""] = await project.containersOf("web");
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Destination}}{{"\\n"}}{{end}}{{end}}';
  const folders = (await docker("inspect", "--format", format, web)).split("\n").filter(Boolean);
  assert.equal(folders.length, 2, folders.join());
  const marks = folders.map((folder) => ({ path: `${folder}/mark.txt`, text: folder }));
  for (const { path, text } of marks)
    await docker("exec", "--user", "www-data", web, "sh", "-c", 'printf %s "$2" > "$1"', "sh", path, text);
  return marks;
}

/** Longer than a balancer that is stopped goes on with what it has, before its ports are closed. */
const stoppingMs = 2_000;

/**
 * A balancer of another image or with other settings is made again, and its ports are closed meanwhile: nothing else. As it
 * stops, its outer layer may still answer a request that its inner one doesn't take any more, or has lost.
 */
function assertOnlyClosedPorts({ failures, failed, requests }: LoadReport): void {
  const isClosed = ({ reason }: LoadFailure) => /ECONNREFUSED|ECONNRESET|socket hang up/.test(reason);
  const closedAtMs = failures.find(isClosed)?.atMs ?? 0;
  const isOfStopping = ({ reason, atMs }: LoadFailure) =>
    /^status 50[23]: <html>/.test(reason) && Math.abs(atMs - closedAtMs) < stoppingMs;
  const others = failures.filter((failure) => !isClosed(failure) && !isOfStopping(failure));
  assert.deepEqual(
    others,
    [],
    `of ${requests} requests ${failed} failed, ports closed after ${closedAtMs} ms`,
  );
  const times = failures.filter(isClosed).map(({ atMs }) => atMs);
  const lasted = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
  assert.ok(lasted < closedPortsMs, `requests failed for ${lasted} ms: ${JSON.stringify(failures)}`);
}
