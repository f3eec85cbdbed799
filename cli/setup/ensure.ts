import { existsSync } from "node:fs";
import { engineNotice } from "../../modules/docker-engine/index.ts";
import { installMirror, mirrorFolder } from "../../providers/index.ts";
import { observeMachine } from "./observe.ts";
import { performStep } from "./perform.ts";
import { planSetup } from "./plan.ts";
import { parseForcedProviders, readProvidersChoice } from "./providers-choice.ts";
import { SetupError } from "./setup-error.ts";

export interface SetupOptions {
  readonly projectFolder: string;
  /** Is given one line for each thing done, with the reason; none when there is nothing to do. */
  readonly print: (line: string) => void;
  /** Debian packages that are needed besides Docker: installed where dpkg lacks them. */
  readonly extraPackages?: readonly string[];
  /** Asks again whether the Terraform registry can be reached, though that was decided before. */
  readonly probeAgain: boolean;
}

/**
 * Brings this machine to where a stack can be deployed: engine, base image, Terraform providers. Run again, it does
 * only what is missing.
 *
 * @throws SetupError with every problem that the user has to solve; nothing was touched then, unless a step failed.
 * @throws Failure with the last lines of a tool that failed.
 */
export async function ensureSetup({
  projectFolder,
  print,
  extraPackages,
  probeAgain,
}: SetupOptions): Promise<void> {
  const forcedProviders = parseForcedProviders(process.env.LAMPSTAND_PROVIDERS);
  const isDecided = readProvidersChoice(projectFolder) !== undefined;
  const probesRegistry = forcedProviders === undefined && (probeAgain || !isDecided);
  const machine = await observeMachine({ projectFolder, packages: extraPackages ?? [], probesRegistry });
  const plan = planSetup(machine, { forcedProviders });
  if (plan.kind === "impossible") throw new SetupError(plan.problems);
  const notice = machine.engine.kind === "reachable" ? engineNotice(machine.engine.traits) : undefined;
  if (notice !== undefined) print(notice);
  for (const step of plan.steps)
    await performStep(step, { projectFolder, userName: machine.userName, print });
  // One that exists is brought up to date where a stack is synthesized.
  const mirror = mirrorFolder(projectFolder);
  if (readProvidersChoice(projectFolder)?.use === "stand-in" && !existsSync(mirror)) installMirror(mirror);
}
