import { spawn } from "node:child_process";
import { Failure } from "../../modules/failures/index.ts";

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the program, and all that it started, when it is aborted. */
  readonly signal: AbortSignal;
  /** Text for its standard input. @default none */
  readonly input?: string;
}

const tailLines = 20;

/**
 * Runs a program to its end.
 * @returns what it printed on standard output
 * @throws Failure when it was interrupted, or with its last lines when its exit code isn't 0
 */
export async function runProgram(run: Program): Promise<string> {
  run.signal.throwIfAborted();
  // A group of its own: one signal reaches the program and its children, and Ctrl-C in a terminal doesn't.
  const child = spawn(run.program, run.args, {
    cwd: run.cwd,
    env: run.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
  };
  run.signal.addEventListener("abort", stop, { once: true });
  let stdout = "";
  let all = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    all += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    all += chunk.toString();
  });
  // A program that fails at once may end before it has read its input; its exit code explains more than a broken pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(run.input ?? "");
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on("error", reject);
  child.on("close", resolve);
  try {
    const code = await promise;
    run.signal.throwIfAborted();
    if (code === 0) return stdout;
    const tail = all.trimEnd().split("\n").slice(-tailLines).join("\n");
    throw new Failure(
      "benchmark-failed",
      `${run.program} ${run.args.join(" ")} ended with ${code}:\n${tail}`,
    );
  } finally {
    run.signal.removeEventListener("abort", stop);
  }
}

/** Seconds that it takes to do something, with what came of it. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly seconds: number; readonly value: T }> {
  const startedAt = performance.now();
  const value = await work();
  return { seconds: (performance.now() - startedAt) / 1000, value };
}
