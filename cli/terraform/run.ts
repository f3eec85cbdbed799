import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "../../modules/failures/index.ts";
import { terraformProgram } from "../terraform-program/index.ts";

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
}

/** How a run ended; `lines` are all that was printed. */
export type Ending =
  | { readonly kind: "done"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly lines: readonly string[]; readonly logFile: string };

/**
 * Runs Terraform to its end and keeps all that it prints in a log.
 * @throws Failure after an interruption, and when there is no terraform
 */
export async function runTerraform(run: Run): Promise<Ending> {
  const folder = join(run.projectFolder, ".lampstand", "logs");
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, `${run.logName}.log`);
  const log = createWriteStream(logFile);
  // A full disk fails the log too, and the one that is told is Terraform's own complaint about it.
  log.on("error", () => {});
  // A group of its own: Ctrl-C in a terminal would reach it beside ours, and two mean "stop at once" to Terraform.
  const child = spawn(terraformProgram(), run.args, {
    cwd: run.cwd,
    env: { ...process.env, ...run.environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let isInterrupted = false;
  const interrupt = () => {
    if (isInterrupted) return;
    isInterrupted = true;
    console.error("Interrupted: finishing what is under way ...");
    child.kill("SIGINT");
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      lines.push(line);
      run.onLine(line);
    });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (isInterrupted)
      throw new Failure(
        "deploy-interrupted",
        "Interrupted. What exists is recorded: `npm run up` goes on from here, `npm run down` removes it.",
      );
    return code === 0 ? { kind: "done", lines } : { kind: "failed", lines, logFile };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new Failure(
      "terraform-missing",
      "Neither terraform nor tofu is on the PATH. `npm run doctor` shows more.",
    );
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    log.end();
  }
}
