import { realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { groupPlace } from "../../modules/database/index.ts";
import { labelNames } from "../../modules/docker/index.ts";
import { knownProjectId, projectIdOf } from "../../modules/project-identity/index.ts";
import { idsOf, readState } from "../../modules/terraform/index.ts";
import { apply, type SynthesizedStack } from "../terraform/index.ts";
import { type EngineObjects, seeEngineObjects, seeProjectObjects } from "./engine.ts";
import { removeHalfWritten } from "./half-written.ts";
import { planRepair, repairText } from "./leftovers.ts";
import { namesOfObjects, type Ownership, sortUnrecorded, type Unrecorded } from "./ownership.ts";
import { clearAfter, clearBefore, removeContainers, removeNetworks } from "./perform-repair.ts";
import { readPlannedStack } from "./planned-stack.ts";
import { restoreState, unfinishedContainers } from "./state.ts";

/** Whose the objects of a stack are, by the project's state, label and folder. */
export function ownershipOf(folder: string, stateFile: string, projectId: string | undefined): Ownership {
  return { recordedIds: idsOf(readState(stateFile)), projectId, folder: realpathSync(folder) };
}

/** What the engine has of a stack before a deploy, with the traces of one that was cut off cleared up. */
export interface Found extends Unrecorded {
  readonly seen: EngineObjects;
}

/**
 * Looks at what there is of the stack.
 *
 * @throws Failure in a copy of another project's folder
 */
export async function findObjects(
  { name, folder, stateFile }: { readonly name: string; readonly folder: string; readonly stateFile: string },
  print: (line: string) => void,
): Promise<Found> {
  const projectId = projectIdOf(folder);
  removeHalfWritten(folder, name);
  restoreState(stateFile, print);
  await removeContainers(unfinishedContainers(readState(stateFile)));
  // An interrupted removal has announced to the members that all of them stop.
  rmSync(join(folder, ".lampstand", name, "group", groupPlace.dissolved), { force: true });
  const seen = await seeEngineObjects(name);
  return { seen, ...sortUnrecorded(seen, ownershipOf(folder, stateFile, projectId)) };
}

/** Deploys a stack, and puts in order what an earlier deploy of this project left over. */
export async function applyWithRepair(
  stack: SynthesizedStack,
  { seen, leftovers }: Found,
  print: (line: string) => void,
): Promise<void> {
  const planned = readPlannedStack(stack.workFolder, labelNames.role);
  const repair = planRepair(seen, leftovers, planned);
  for (const line of repairText(repair, leftovers)) print(line);
  await clearBefore(repair);
  await apply(stack, repair.imports);
  await clearAfter(repair, planned.stopSecondsByRole);
}

/**
 * Removes a stack, and with it what an earlier deploy of this project left over. Volumes that the state doesn't know are
 * left as they are: nobody was asked about them, and the next deploy takes them over.
 */
export async function removeWithRepair(
  { folder, stateFile }: { readonly folder: string; readonly stateFile: string },
  print: (line: string) => void,
  remove: () => Promise<void>,
): Promise<void> {
  const leftovers = await findLeftovers(folder, stateFile);
  await removeContainers(leftovers.containers.map(({ id }) => id));
  await remove();
  await removeNetworks(leftovers.networks.map(({ id }) => id));
  const { volumes, ...removed } = leftovers;
  for (const name of namesOfObjects({ ...removed, volumes: [] }))
    print(`Removed what a deploy that was cut off left over: ${name}.`);
  for (const name of namesOfObjects({ containers: [], networks: [], volumes }))
    print(`Left as it is, since a deploy that was cut off didn't record it: ${name}.`);
}

/** What the engine has of this project that its state doesn't know. */
export async function findLeftovers(folder: string, stateFile: string): Promise<EngineObjects> {
  const projectId = knownProjectId(folder);
  const seen =
    projectId === undefined
      ? { containers: [], networks: [], volumes: [] }
      : await seeProjectObjects(projectId);
  return sortUnrecorded(seen, ownershipOf(folder, stateFile, projectId)).leftovers;
}
