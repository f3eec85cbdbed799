import type { AgentStatus } from "../../modules/database/index.ts";
import type { Deletion } from "../../modules/docker/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import {
  assertFixedFields,
  compareData,
  type DeployedVolume,
  dataName,
  readDeployedData,
  unknownName,
  unusedVolumes,
} from "../../modules/stored-data/index.ts";
import { componentIds } from "../../modules/topology/index.ts";
import { type Project, stateFileOf } from "../project/index.ts";
import { observeMembers } from "../status/index.ts";
import { dataLines, outOfUseText } from "./describe.ts";
import { measureData } from "./measure.ts";

/** What the user chose for data that the config no longer uses. */
export interface DataChoice {
  readonly keepsData: boolean;
  /** Names given with --delete-data. */
  readonly deletes: readonly string[];
}

const option = "--delete-data";

/**
 * Compares what is deployed with what the config asks for, and lets nothing happen to data that wasn't asked for.
 *
 * @returns what Terraform may delete, and the name of another stack whose containers this deploy replaces
 * @throws Failure where an edit takes data out of use and no option decides about them; where a field can't change
 */
export async function assertDataStays(
  { config, topology, folder }: Project,
  choice: DataChoice,
  print: (line: string) => void,
): Promise<{ readonly deletion: Deletion; readonly replacedStack: string | undefined }> {
  const deployed = readDeployedData(stateFileOf(folder));
  const changes = compareData(deployed, config, topology);
  assertFixedFields(changes);
  const candidates = [...changes.outOfUse, ...unusedVolumes(deployed, config, topology)];
  const deleted = volumesToDelete(choice.deletes, candidates, config.name);
  const undecided = changes.outOfUse.filter((volume) => !deleted.includes(volume));
  if (undecided.length > 0 && !choice.keepsData) {
    const sizes = await measureData(undecided, deployed);
    const lines = dataLines(undecided, deployed, sizes, changes.renamedFrom ?? config.name);
    throw new Failure("data-out-of-use", outOfUseText(changes, undecided, lines, config.name));
  }
  if (changes.leavingMembers.length > 0) {
    const members = await observeMembers(config, componentIds(topology, "database"));
    assertMembersSuffice(changes.leavingMembers, Object.values(members));
    print(leavingText(changes.leavingMembers));
  }
  if (deleted.length > 0)
    for (const line of dataLines(deleted, deployed, await measureData(deleted, deployed), config.name))
      print(`Deleting ${line}`);
  const deletion = { names: deleted.map(({ name }) => name), source: option };
  return { deletion, replacedStack: changes.renamedFrom };
}

/** @throws Failure for a name that means no data that could be deleted */
export function volumesToDelete(
  names: readonly string[],
  candidates: readonly DeployedVolume[],
  configName: string,
): readonly DeployedVolume[] {
  const isMeant = (name: string, volume: DeployedVolume) =>
    [volume.name, dataName(volume, configName)].includes(name) ||
    (volume.stackName === name && name !== configName);
  const unknown = names.filter((name) => !candidates.some((volume) => isMeant(name, volume)));
  if (unknown.length > 0) {
    const allowed = [...new Set(candidates.map((volume) => dataName(volume, configName)))];
    throw new Failure("data-unknown", unknown.map((name) => unknownName(option, name, allowed)).join("\n"));
  }
  return candidates.filter((volume) => names.some((name) => isMeant(name, volume)));
}

/** A member that leaves takes no row with it as long as one that stays is in the group, which has a majority. */
export function assertMembersSuffice(
  leaving: readonly string[],
  staying: readonly Pick<AgentStatus, "state" | "quorum" | "mysqldAnswers">[],
): void {
  if (staying.some(({ state, quorum, mysqldAnswers }) => state === "ONLINE" && quorum && mysqldAnswers))
    return;
  throw new Failure(
    "members-needed",
    [
      `database.members: ${leaving.join(", ")} would leave, but none of the members that would stay is known to hold every row: none of them is in a group with a majority.`,
      "Nothing was changed. Set database.members back and run `npm run up`; ask for fewer members when `npm run status` shows all of them as PRIMARY or SECONDARY.",
    ].join("\n"),
  );
}

/** What becomes of the copies that members leave behind. */
export function leavingText(leaving: readonly string[]): string {
  const one = leaving.length === 1;
  return `${leaving.join(", ")} ${one ? "leaves" : "leave"} the group; ${one ? "its copy" : "their copies"} of the database ${one ? "is" : "are"} kept as unused data.`;
}
