import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CommandFailure } from "../failure.ts";

export interface Tool {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Name of the log file below .lampstand/logs. */
  readonly logName: string;
  readonly projectFolder: string;
  /** Is given each line that the tool prints, as it comes. */
  readonly onLine?: (line: string) => void;
}

const tailLines = 20;

/**
 * Runs a tool to its end and keeps all that it prints in a log.
 * @throws CommandFailure (1) after an interruption, (3) with the tool's last lines and the log's path otherwise
 */
export async function runTool(tool: Tool): Promise<void> {
  const folder = join(tool.projectFolder, ".lampstand", "logs");
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, `${tool.logName}.log`);
  const log = createWriteStream(logFile);
  // A group of its own: Ctrl-C in a terminal would reach it beside ours, and two mean "stop at once" to Terraform.
  const child = spawn(tool.program, tool.args, {
    cwd: tool.cwd,
    env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
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
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      last.push(line);
      if (last.length > tailLines) last.shift();
      tool.onLine?.(line);
    });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (isInterrupted)
      throw new CommandFailure(
        "Interrupted. What exists is recorded: `npm run up` goes on from here, `npm run down` removes it.",
        1,
      );
    if (code !== 0) throw new CommandFailure(`${explain(last)}\nThe whole log: ${logFile}`, 3);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    log.end();
  }
}

/** Terraform's own diagnostics where it printed any, otherwise the last lines. */
function explain(lines: readonly string[]): string {
  const errors = lines.flatMap((line) => {
    const event = parseEvent(line);
    if (event?.diagnostic?.severity !== "error") return [];
    return [`${event.diagnostic.summary}\n${event.diagnostic.detail ?? ""}`.trim()];
  });
  return errors.length > 0 ? errors.join("\n\n") : lines.join("\n");
}

/** An event of `terraform -json`, as far as it is used here. */
export interface TerraformEvent {
  readonly type?: string;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string };
}

export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const event: TerraformEvent = JSON.parse(line);
    return event;
  } catch {
    return undefined;
  }
}
