import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { progressLine } from "./progress.ts";
import { parseEvent, runTool } from "./run.ts";

const app = fileURLToPath(new URL("../../stacks/main.ts", import.meta.url));

export interface StackCommand {
  readonly projectFolder: string;
  readonly say: (line: string) => void;
  readonly isVerbose: boolean;
}

/** Synthesizes the CDKTF app and prepares Terraform's working folder. */
export async function synthesize(command: StackCommand): Promise<void> {
  const { projectFolder } = command;
  await runTool({
    program: process.execPath,
    args: [app],
    cwd: projectFolder,
    logName: "synth",
    projectFolder,
    ...verbose(command),
  });
  const cwd = workFolder(projectFolder);
  if (existsSync(join(cwd, ".terraform", "providers"))) return;
  try {
    await runTool({
      program: "terraform",
      args: ["init", "-input=false", "-no-color"],
      cwd,
      logName: "init",
      projectFolder,
      ...verbose(command),
    });
  } catch (error) {
    // Half an init would be taken for a whole one the next time.
    rmSync(join(cwd, ".terraform"), { recursive: true, force: true });
    throw error;
  }
}

/** Applies the synthesized stack; the same as `cdktf deploy local`, on the same state. */
export async function apply(command: StackCommand): Promise<void> {
  await terraform(command, "apply", []);
}

/** Destroys the stack, or only the resources at the given addresses. */
export async function destroy(command: StackCommand, addresses: readonly string[]): Promise<void> {
  await terraform(
    command,
    "destroy",
    addresses.map((address) => `-target=${address}`),
  );
}

async function terraform(
  command: StackCommand,
  verb: "apply" | "destroy",
  options: readonly string[],
): Promise<void> {
  await runTool({
    program: "terraform",
    args: [verb, "-json", "-auto-approve", "-input=false", ...options],
    cwd: workFolder(command.projectFolder),
    logName: verb,
    projectFolder: command.projectFolder,
    onLine: (line) => {
      if (command.isVerbose) return command.say(line);
      const event = parseEvent(line);
      const progress = event === undefined ? undefined : progressLine(event);
      if (progress !== undefined) command.say(progress);
    },
  });
}

function workFolder(projectFolder: string): string {
  return join(projectFolder, "cdktf.out", "stacks", "local");
}

function verbose(command: StackCommand): { onLine?: (line: string) => void } {
  return command.isVerbose ? { onLine: command.say } : {};
}
