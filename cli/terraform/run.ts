import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../modules/failures/index.ts";
import { terraformProgram } from "../terraform-program/index.ts";
import { markEnding } from "./ending.ts";
import { LogFollower } from "./log-follower.ts";
import { forgetRun, recordRun } from "./recorded-run.ts";

export interface Run {
  /** The arguments of `terraform`. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Name of the log file below .lampstand/logs. */
  readonly logName: string;
  readonly projectFolder: string;
  /** Set besides this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Is given each line that Terraform prints, as it comes. */
  readonly onLine: (line: string) => void;
  /** Interrupts Terraform, which then finishes what is under way; the signal's reason is thrown. @default never */
  readonly signal?: AbortSignal | undefined;
}

/** How a run ended; `lines` are all that was printed. */
export type Ending =
  | { readonly kind: "done"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly lines: readonly string[]; readonly logFile: string };

/** Ctrl-C, a terminal that is closed, and a request of the system to end: Terraform finishes what is under way. */
const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Terraform's own word for a request to end, whoever made it. */
const interruptedLine = /Interrupt received\./;

/**
 * Runs Terraform to its end and keeps all that it prints in a log.
 * @throws Failure after an interruption, and when there is no terraform; the reason of an aborted `signal`
 */
export async function runTerraform(run: Run): Promise<Ending> {
  const folder = join(run.projectFolder, ".lampstand", "logs");
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, `${run.logName}.log`);
  const child = start(run, logFile);
  let isInterrupted = false;
  const interrupt = () => {
    if (isInterrupted) return;
    isInterrupted = true;
    console.error("Interrupted: finishing what is under way ...");
    markEnding(run.projectFolder);
    child.kill("SIGINT");
  };
  for (const name of interruptions) process.on(name, interrupt);
  const stop = () => child.kill("SIGINT");
  run.signal?.addEventListener("abort", stop);
  const lines: string[] = [];
  const log = new LogFollower(logFile, (line) => {
    lines.push(line);
    run.onLine(line);
  });
  try {
    const { code, signal } = await exitOf(child);
    log.close();
    run.signal?.throwIfAborted();
    if (isInterrupted || lines.some((line) => interruptedLine.test(line)))
      throw new Failure(
        "deploy-interrupted",
        "Interrupted. What exists is recorded: `npm run up` continues from here.",
      );
    if (signal !== null)
      throw new Failure(
        "deploy-interrupted",
        `Terraform was ended by ${signal}. \`npm run up\` continues from what exists.`,
      );
    return code === 0 ? { kind: "done", lines } : { kind: "failed", lines, logFile };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new Failure(
      "terraform-missing",
      "Neither terraform nor tofu is on the PATH. `npm run doctor` shows more.",
    );
  } finally {
    for (const name of interruptions) process.off(name, interrupt);
    run.signal?.removeEventListener("abort", stop);
    forgetRun(run.projectFolder);
  }
}

function start(run: Run, logFile: string): ChildProcess {
  const log = openSync(logFile, "w");
  try {
    // A group of its own: Ctrl-C in a terminal would reach it beside ours, and two mean "stop at once" to Terraform.
    const child = spawn(terraformProgram(), run.args, {
      cwd: run.cwd,
      env: { ...process.env, ...run.environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      stdio: ["ignore", log, log],
      detached: true,
    });
    if (child.pid !== undefined) recordRun(run.projectFolder, child.pid);
    return child;
  } finally {
    closeSync(log);
  }
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
}
