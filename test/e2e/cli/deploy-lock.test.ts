import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { until } from "../../support/docker.ts";

const lockModule = resolve(import.meta.dirname, "../../../cli/terraform/deploy-lock.ts");
/** A deploy that writes down when it began and ended, or that it was refused. */
const program = `
import { appendFileSync } from "node:fs";
const { withDeployLock } = await import(${JSON.stringify(lockModule)});
const [folder, durationMs] = process.argv.slice(1);
const write = (what) => appendFileSync(folder + "/log", process.pid + " " + what + "\\n");
try {
  await withDeployLock(folder, async () => {
    write("begins");
    await new Promise((resolve) => setTimeout(resolve, Number(durationMs)));
    write("ends");
  });
} catch (error) {
  write(error.message.split("\\n")[0]);
}`;

describe("the lock of a project's deploys", { timeout: 60_000 }, () => {
  let folder: string;
  let started: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lampstand-lock-"));
    appendFileSync(join(folder, "log"), "");
    started = [];
  });
  afterEach(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  function deploy(durationMs: number): ChildProcess {
    const args = ["--input-type=module", "--eval", program, folder, String(durationMs)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
    started.push(child);
    return child;
  }
  const lines = () => readFileSync(join(folder, "log"), "utf8").split("\n").filter(Boolean);
  const begun = () => lines().filter((line) => line.endsWith(" begins")).length;

  test("a second deploy is refused and learns which process holds it", async () => {
    const first = deploy(4_000);
    await until("the first one has begun", () => begun() === 1, 30_000);
    const second = deploy(0);
    await once(second, "exit");
    assert.match(
      lines().at(-1) ?? "",
      new RegExp(
        `^${second.pid} Another deploy of this project is running \\(process ${first.pid}, since \\S+\\)\\.$`,
      ),
    );
  });

  test("a lock whose process was killed is taken over, and by one only, however many want it", async () => {
    const killed = deploy(60_000);
    await until("it has begun", () => begun() === 1, 30_000);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const rivals = [1, 2, 3, 4].map(() => deploy(3_000));
    await Promise.all(rivals.map((rival) => once(rival, "exit")));
    const events = lines().slice(1);
    assert.equal(events.filter((line) => line.endsWith(" begins")).length, 1, events.join("\n"));
    assert.equal(events.filter((line) => line.includes(" Another deploy ")).length, 3, events.join("\n"));
  });
});
