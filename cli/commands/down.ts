import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { groupPlace } from "../../modules/database/index.ts";
import { assertIsOriginal } from "../../modules/project-identity/index.ts";
import { type DeployedData, deployedDataIn } from "../../modules/stored-data/index.ts";
import { readState } from "../../modules/terraform/index.ts";
import {
  type EngineObjects,
  findLeftovers,
  isTorn,
  removeWithRepair,
  restoreState,
} from "../deploy/index.ts";
import { createPrinter } from "../output/index.ts";
import { stateFileOf } from "../project/index.ts";
import { ensureSetup } from "../setup/index.ts";
import { confirmRemoval } from "../stored-data/index.ts";
import { apply, asOnlyDeploy, synthesizeRemoval } from "../terraform/index.ts";

export interface DownOptions {
  readonly keepsData: boolean;
  /** Whether data are deleted without a question. */
  readonly isConfirmed: boolean;
  readonly isVerbose: boolean;
}

/** Removes the local stack, or all of it but its volumes; needs the state alone, no config. @returns the exit code. */
export async function down(projectFolder: string, options: DownOptions): Promise<number> {
  const { keepsData, isConfirmed, isVerbose } = options;
  const print = createPrinter();
  const stateFile = stateFileOf(projectFolder);
  assertIsOriginal(projectFolder);
  // Under the lock: a deploy that runs may be writing it.
  if (isTorn(stateFile)) await asOnlyDeploy(projectFolder, print, async () => restoreState(stateFile, print));
  const objects = readState(stateFile);
  const deployed = deployedDataIn(objects);
  const types = objects.filter(({ isManaged }) => isManaged).map(({ type }) => type);
  const isLeft = hasObjects(await findLeftovers(projectFolder, stateFile));
  if (!isLeft && (types.length === 0 || (keepsData && types.every((type) => remaining.includes(type))))) {
    print(types.length === 0 ? "Nothing is deployed." : "Nothing is deployed but the volumes that are kept.");
    return 0;
  }
  await ensureSetup({ projectFolder, print, probeAgain: false });
  if (!keepsData && !isConfirmed && deployed.volumes.length > 0 && !(await confirmRemoval(deployed))) {
    print("Nothing was changed.");
    return 1;
  }
  await asOnlyDeploy(projectFolder, print, async () => {
    const stack = await synthesizeRemoval({ projectFolder, print, isVerbose }, keepsData);
    await asDissolved(projectFolder, deployed, () =>
      removeWithRepair({ folder: projectFolder, stateFile }, print, () => apply(stack)),
    );
  });
  print(keepsData ? "Removed; the volumes are kept for the next `npm run up`." : "Removed, data included.");
  return 0;
}

/** Volumes that the state doesn't know stay, so they alone are nothing to remove. */
function hasObjects({ containers, networks }: EngineObjects): boolean {
  return containers.length + networks.length > 0;
}

/** The types of resources that are left where volumes are kept. */
const remaining = ["docker_volume", "terraform_data"];

/** Tells the members that all of them go, so that none waits for another to come back. */
async function asDissolved(
  projectFolder: string,
  { stackNames }: DeployedData,
  remove: () => Promise<void>,
): Promise<void> {
  const marks = stackNames.map((stackName) => {
    const folder = join(projectFolder, ".lampstand", stackName, "group");
    mkdirSync(folder, { recursive: true });
    return join(folder, groupPlace.dissolved);
  });
  for (const mark of marks) writeFileSync(mark, "", { mode: 0o644 });
  try {
    await remove();
  } catch (error) {
    // What still runs is a stack again.
    for (const mark of marks) rmSync(mark, { force: true });
    throw error;
  }
}
