import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../../modules/failures/index.ts";
import {
  type ProcessRecord,
  type RunningProcess,
  readRecord,
  runningProcesses,
  writeRecord,
} from "./process-record.ts";

const pollMs = 100;
const reportEveryMs = 10_000;
/** A database member that is stopped may take ten minutes to hand over; a container's health is waited for shorter. */
const terraformPatienceMs = 11 * 60_000;
/** A provider notices within a second that Terraform is gone, and ends a second later. */
const providerPatienceMs = 4_000;
const killPatienceMs = 2_000;

function recordFile(projectFolder: string): string {
  return join(projectFolder, ".lampstand", "terraform.json");
}

/** Records a run of Terraform, so that one whose command was killed is found by the next. */
export function recordRun(projectFolder: string, pid: number): void {
  writeRecord(recordFile(projectFolder), pid);
}

export function forgetRun(projectFolder: string): void {
  rmSync(recordFile(projectFolder), { force: true });
}

/**
 * Lets a run of Terraform finish what is under way whose command is gone: two at once would work against each other,
 * and what the first has not written down yet would be lost. Providers that outlived their Terraform are ended.
 *
 * @throws Failure when it doesn't end
 */
export async function endRecordedRun(projectFolder: string, print: (line: string) => void): Promise<void> {
  const record = readRecord(recordFile(projectFolder));
  if (record === undefined) return;
  const rest = () => processesOf(record, runningProcesses());
  const isTerraformThere = () => rest().some(({ pid }) => pid === record.pid);
  if (isTerraformThere()) {
    print(
      `An earlier deploy was cut off; its Terraform (process ${record.pid}) finishes what is under way ...`,
    );
    signal(record.pid, "SIGINT");
    const isOver = await waitUntil(
      () => !isTerraformThere(),
      terraformPatienceMs,
      (seconds) => print(`  waiting for process ${record.pid} ... ${seconds} s`),
    );
    if (!isOver) throw new Failure("deploy-running", stillThere(record));
  }
  const isEmpty = () => rest().length === 0;
  if (!(await waitUntil(isEmpty, providerPatienceMs)))
    for (const name of ["SIGTERM", "SIGKILL"] as const) {
      for (const { pid } of rest()) signal(pid, name);
      if (await waitUntil(isEmpty, killPatienceMs)) break;
    }
  forgetRun(projectFolder);
}

/** The processes of a recorded run: Terraform itself, and those of its group, which can't be another's meanwhile. */
export function processesOf(
  { pid, startedAt }: ProcessRecord,
  running: readonly RunningProcess[],
): readonly RunningProcess[] {
  const leader = running.find((each) => each.pid === pid);
  // The id is another process's by now, and so would be the group's.
  if (leader !== undefined && leader.startedAt !== startedAt) return [];
  return running.filter((each) => each.groupId === pid);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

async function waitUntil(
  isOver: () => boolean,
  patienceMs: number,
  report: (seconds: number) => void = () => {},
): Promise<boolean> {
  const startedAtMs = performance.now();
  let reportedAtMs = startedAtMs;
  for (let nowMs = startedAtMs; !isOver(); nowMs = performance.now()) {
    if (nowMs - startedAtMs > patienceMs) return false;
    if (nowMs - reportedAtMs > reportEveryMs) {
      reportedAtMs = nowMs;
      report(Math.round((nowMs - startedAtMs) / 1000));
    }
    await delay(pollMs);
  }
  return true;
}

function stillThere({ pid }: ProcessRecord): string {
  return [
    `Terraform of an earlier deploy of this project (process ${pid}) received SIGTERM and still runs.`,
    "Look at what it waits for in .lampstand/logs, or wait longer, then run this again.",
  ].join("\n");
}
