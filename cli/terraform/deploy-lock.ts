import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import lockfile from "proper-lockfile";
import { Failure } from "../../modules/failures/index.ts";
import { isRunning, readRecord, writeRecord } from "./process-record.ts";

/** The holder touches the lock this often; one that it hasn't touched for longer than the other is nobody's. */
const touchEveryMs = 1_000;
const staleAfterMs = 10_000;
/** The same, where the process that held the lock is known to be gone; the least that the library takes. */
const abandonedAfterMs = 2_000;
const pollMs = 250;

interface Lock {
  /** A folder, which the system makes once, however many ask for it. */
  readonly folder: string;
  /** Which process holds it. */
  readonly holderFile: string;
}

/**
 * Runs `work` as the only deploy of this project.
 * @throws Failure while another one runs
 */
export async function withDeployLock<T>(projectFolder: string, work: () => Promise<T>): Promise<T> {
  const own = join(projectFolder, ".lampstand");
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const lock: Lock = { folder: join(own, "deploy-lock"), holderFile: join(own, "deploy-holder.json") };
  const release = await take(lock);
  try {
    return await work();
  } finally {
    rmSync(lock.holderFile, { force: true });
    await release();
  }
}

async function take(lock: Lock): Promise<() => Promise<void>> {
  const release = await tryToTake(lock, staleAfterMs);
  if (release !== undefined) {
    writeRecord(lock.holderFile, process.pid);
    return release;
  }
  return takeAbandoned(lock);
}

/** Waits for a lock whose holder was killed, or died with the machine, until it counts as abandoned. */
async function takeAbandoned(lock: Lock): Promise<() => Promise<void>> {
  for (const deadline = performance.now() + abandonedAfterMs + touchEveryMs + pollMs; ; await delay(pollMs)) {
    assertNobodyHolds(lock);
    const release = await tryToTake(lock, abandonedAfterMs);
    if (release === undefined) {
      if (performance.now() > deadline) throw new Failure("deploy-running", runningText(lock));
      continue;
    }
    // Of two that found it abandoned, the slower may have removed what the faster had just made.
    const made = inodeOf(lock.folder);
    await delay(pollMs);
    if (made === undefined || inodeOf(lock.folder) !== made)
      throw new Failure("deploy-running", runningText(lock));
    writeRecord(lock.holderFile, process.pid);
    return release;
  }
}

async function tryToTake(lock: Lock, staleMs: number): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(lock.folder, {
      lockfilePath: lock.folder,
      realpath: false,
      stale: staleMs,
      update: touchEveryMs,
      // Somebody removed the lock under a deploy: it ends as if it was interrupted, before another one begins.
      onCompromised: () => process.kill(process.pid, "SIGTERM"),
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOCKED") return undefined;
    throw error;
  }
}

function assertNobodyHolds(lock: Lock): void {
  const holder = readRecord(lock.holderFile);
  if (holder !== undefined && isRunning(holder)) throw new Failure("deploy-running", runningText(lock));
}

function runningText({ holderFile }: Lock): string {
  const holder = readRecord(holderFile);
  const since = statSync(holderFile, { throwIfNoEntry: false })?.mtime.toISOString();
  const which = holder === undefined || since === undefined ? "" : ` (process ${holder.pid}, since ${since})`;
  return (
    `Another deploy of this project is running${which}.\n` +
    "Wait until it ends, or end it with Ctrl-C where it runs; then try again."
  );
}

function inodeOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}
