import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { readJson } from "../../modules/json/index.ts";

/** Names one process for good: its id alone may be another's tomorrow. */
const recordSchema = z.object({ pid: z.int().positive(), startedAt: z.string(), boot: z.string() });
export type ProcessRecord = Readonly<z.infer<typeof recordSchema>>;

/** A process that runs: one that has ended and waits for its parent to ask is none. */
export interface RunningProcess {
  readonly pid: number;
  readonly groupId: number;
  /** When it started, as the system counts it; with the id it names one process. */
  readonly startedAt: string;
}

/** Fields of /proc/PID/stat after the program's name, which is in parentheses and may hold anything. */
const [stateField, groupField, startField] = [0, 2, 19];

/** Every process of this machine that this one may see. */
export function runningProcesses(): readonly RunningProcess[] {
  return process.platform === "linux" ? fromProc() : parsePs(listByPs());
}

/** Writes down which process it is, unless it is gone already. */
export function writeRecord(file: string, pid: number): void {
  const started = runningProcess(pid);
  if (started === undefined) return;
  const record: ProcessRecord = { pid, startedAt: started.startedAt, boot: bootId() };
  writeFileSync(file, JSON.stringify(record));
}

/** Undefined where there is none, or none of the time since this machine started. */
export function readRecord(file: string): ProcessRecord | undefined {
  // None, or one that was being written when the machine went off.
  const record = readJson(file, recordSchema);
  return record !== undefined && record.boot === bootId() ? record : undefined;
}

/** True while the very process that was recorded runs. */
export function isRunning({ pid, startedAt }: ProcessRecord): boolean {
  return runningProcess(pid)?.startedAt === startedAt;
}

/** One process, or undefined where it is gone. */
function runningProcess(pid: number): RunningProcess | undefined {
  return process.platform === "linux"
    ? readStat(String(pid))
    : runningProcesses().find((each) => each.pid === pid);
}

function fromProc(): readonly RunningProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(name) ?? []);
}

function readStat(name: string): RunningProcess | undefined {
  try {
    return parseStat(readFileSync(`/proc/${name}/stat`, "utf8"));
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** Names the time since this machine started, from which Linux counts ids and times; "" where both go on. */
function bootId(): string {
  return process.platform === "linux" ? readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() : "";
}

/** Reads a line of /proc/PID/stat; undefined for a process that has ended. */
export function parseStat(text: string): RunningProcess | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (/^[ZX]$/.test(fields[stateField] ?? "Z")) return undefined;
  return {
    pid: Number.parseInt(text, 10),
    groupId: Number(fields[groupField]),
    startedAt: fields[startField] ?? "",
  };
}

function listByPs(): string {
  return execFileSync("ps", ["-A", "-o", "pid=,pgid=,stat=,lstart="], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
}

/** Reads what `ps` prints where there is no /proc, as on macOS. */
export function parsePs(text: string): readonly RunningProcess[] {
  return text.split("\n").flatMap((line) => {
    const [pid, groupId, state = "Z", ...start] = line.trim().split(/\s+/);
    if (pid === undefined || groupId === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), groupId: Number(groupId), startedAt: start.join(" ") }];
  });
}
