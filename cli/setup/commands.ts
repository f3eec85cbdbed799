import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../../modules/failures/index.ts";

/** apt prints a line for each package; 64 MiB is out of its reach. */
const OUTPUT_BYTES = 64 * 1024 * 1024;
const LAST_LINES = 15;
const run = promisify(execFile);

/** What of the environment root's commands need too; by name, since values may hold a password. */
const KEPT = ["http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE"];

/** Puts sudo before a command that needs root; `-n` since nobody is there to be asked for a password. */
export function asRoot(command: readonly string[], throughSudo: boolean): readonly string[] {
  if (!throughSudo) return command;
  const kept = KEPT.filter((name) => process.env[name]);
  return ["sudo", "-n", ...(kept.length === 0 ? [] : [`--preserve-env=${kept.join(",")}`]), ...command];
}

/** What the command printed to stdout, or undefined when it is not there, fails or takes longer than that. */
export async function tryCommand(command: readonly string[], timeoutMs: number): Promise<string | undefined> {
  const [file = "", ...args] = command;
  try {
    return (await run(file, args, { timeout: timeoutMs, maxBuffer: OUTPUT_BYTES })).stdout;
  } catch {
    return undefined;
  }
}

/** Runs a command to its end. @throws Failure with its last lines of output when it fails. */
export async function runCommand(command: readonly string[]): Promise<void> {
  const [file = "", ...args] = command;
  try {
    await run(file, args, { maxBuffer: OUTPUT_BYTES });
  } catch (error) {
    const output =
      error instanceof Error && "stderr" in error && "stdout" in error
        ? `${error.stdout}${error.stderr}`
        : "";
    throw new Failure(
      "setup-step-failed",
      `This command failed: ${command.join(" ")}\n${lastLines(output) || String(error)}`,
      { cause: error },
    );
  }
}

export function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
}
