import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import type { Deletion } from "../../modules/docker/index.ts";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { importsFile, synthesizeLocal, synthesizeRemainder } from "../../stacks/index.ts";
import { observeDisk, roomText } from "../disk/index.ts";
import { type Diagnosis, diagnose } from "./diagnose.ts";
import { parseEvent } from "./event.ts";
import { isInitialized, recordInitialization } from "./initialization.ts";
import { progressLine } from "./progress.ts";
import { buildBehindProxy } from "./proxied-builds.ts";
import { runTerraform } from "./run.ts";

/** Terraform's `import` block: an object that is there, and the address at which the state is to have it. */
export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

export interface StackCommand {
  readonly projectFolder: string;
  readonly print: (line: string) => void;
  readonly isVerbose: boolean;
  /** Interrupts Terraform and ends the command with its reason. @default never */
  readonly signal?: AbortSignal;
}

/** A stack that was synthesized and initialized: Terraform can work on it. */
export interface SynthesizedStack {
  readonly command: StackCommand;
  readonly workFolder: string;
}

/**
 * Synthesizes the CDKTF app and prepares Terraform's working folder.
 * @throws Failure if a value of the config can't be used, or if Terraform fails
 */
export async function synthesize(
  command: StackCommand,
  config: ResolvedConfig,
  deletion: Deletion,
): Promise<SynthesizedStack> {
  return prepared(command, await synthesizeLocal(command.projectFolder, config, deletion));
}

/** The same for what remains after a removal: the volumes, or nothing. Needs no config. */
export async function synthesizeRemoval(
  command: StackCommand,
  keepsData: boolean,
): Promise<SynthesizedStack> {
  return prepared(command, synthesizeRemainder(command.projectFolder, keepsData));
}

async function prepared(command: StackCommand, workFolder: string): Promise<SynthesizedStack> {
  const stack = { command, workFolder };
  if (isInitialized(workFolder)) return stack;
  try {
    // The stack names one version of each provider; a lock file of another one would be insisted on.
    await terraform(stack, "init", ["-no-color", "-upgrade"]);
    recordInitialization(workFolder);
  } catch (error) {
    // Half an init would be taken for a whole one the next time.
    rmSync(join(workFolder, ".terraform"), { recursive: true, force: true });
    throw error;
  }
  return stack;
}

/**
 * Applies the synthesized stack; the same as `cdktf deploy local`, on the same state.
 *
 * @param imports objects that are there, to be taken into the state by the same run. @default none
 */
export async function apply(stack: SynthesizedStack, imports: readonly ImportBlock[] = []): Promise<void> {
  const { command, workFolder } = stack;
  await buildBehindProxy(command.projectFolder, workFolder, command.print);
  const file = importsFile(workFolder);
  if (imports.length > 0) writeFileSync(file, JSON.stringify({ import: imports }));
  try {
    await terraform(stack, "apply", ["-json", "-auto-approve"]);
  } finally {
    rmSync(file, { force: true });
  }
}

const engineInfoSchema = z.object({ DockerRootDir: z.string() });

/** The disks that Terraform, its providers and the engine write to: the full one is among them. */
async function disksText(projectFolder: string): Promise<string> {
  const { DockerRootDir: engineFolder } = engineInfoSchema.parse(await (await openLocalEngine()).info());
  const disks = await Promise.all([observeDisk(projectFolder), observeDisk(engineFolder)]);
  return `Free space on the disk that is full, then run this again:\n${roomText(disks)}`;
}

/** A full disk can't hold what Terraform prints either. */
async function diagnosed(lines: readonly string[], projectFolder: string): Promise<Diagnosis> {
  const { mountPoint, freeMb } = await observeDisk(projectFolder);
  const found = diagnose(lines);
  if (found.isKnown || freeMb > 0) return found;
  return { ids: ["disk-full"], message: `${found.message}\n${mountPoint} is full.`.trim(), isKnown: true };
}

async function terraform(
  { command, workFolder }: SynthesizedStack,
  verb: "init" | "apply",
  options: readonly string[],
): Promise<void> {
  const ending = await runTerraform({
    args: [verb, "-input=false", ...options],
    cwd: workFolder,
    logName: verb,
    projectFolder: command.projectFolder,
    signal: command.signal,
    onLine: (line) => {
      const event = parseEvent(line);
      const shown = command.isVerbose ? (event?.["@message"] ?? line) : event && progressLine(event);
      if (shown !== undefined) command.print(shown);
    },
  });
  if (ending.kind === "done") return;
  const { ids, message, isKnown } = await diagnosed(ending.lines, command.projectFolder);
  const disks = ids.includes("disk-full") ? `\n${await disksText(command.projectFolder)}` : "";
  throw new Failure(ids, `${message}${disks}${isKnown ? "" : `\nThe whole log: ${ending.logFile}`}`);
}
