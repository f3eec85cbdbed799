import type { ResolvedConfig } from "../config/index.ts";
import { Failure } from "../failures/index.ts";
import type { LocalTopology } from "../topology/index.ts";
import type { DeployedData, DeployedVolume } from "./deployed.ts";
import { wantedVolumes } from "./volumes.ts";

/** What a config takes out of use of the data that a deployed stack uses. */
export interface DataChanges {
  /** The deployed stack's name, where the config has another one: all of its data go out of use. */
  readonly renamedFrom: string | undefined;
  /** Volumes of folders that the config no longer names, and under another name all volumes. */
  readonly outOfUse: readonly DeployedVolume[];
  /** Ids of members that the config no longer has; each holds a copy of the database. */
  readonly leavingMembers: readonly string[];
  /** Fields that can't change while the stack's database exists. */
  readonly fixed: readonly FixedField[];
}

export interface FixedField {
  readonly path: "database.name" | "database.user";
  readonly deployed: string;
  readonly wanted: string;
}

/** Compares what is deployed with what a config asks for. */
export function compareData(
  deployed: DeployedData,
  config: ResolvedConfig,
  topology: LocalTopology,
): DataChanges {
  const renamedFrom = deployed.stackNames.find((stackName) => stackName !== config.name);
  const dropped = unwantedVolumes(deployed, config, topology).filter(({ isMounted }) => isMounted);
  const isLeaving = ({ stackName, content }: DeployedVolume) =>
    stackName === config.name && content.kind === "member";
  return {
    renamedFrom,
    outOfUse: dropped.filter((volume) => !isLeaving(volume)),
    leavingMembers: dropped
      .filter(isLeaving)
      .flatMap(({ content }) => (content.kind === "member" ? [content.memberId] : [])),
    fixed: fixedFields(deployed, config),
  };
}

/** Volumes that no container uses and that the config doesn't ask for. */
export function unusedVolumes(
  deployed: DeployedData,
  config: ResolvedConfig,
  topology: LocalTopology,
): readonly DeployedVolume[] {
  return unwantedVolumes(deployed, config, topology).filter(({ isMounted }) => !isMounted);
}

function unwantedVolumes(
  deployed: DeployedData,
  config: ResolvedConfig,
  topology: LocalTopology,
): readonly DeployedVolume[] {
  const wanted = new Set(wantedVolumes(config, topology, deployed.volumes).map(({ name }) => name));
  return deployed.volumes.filter(({ name }) => !wanted.has(name));
}

/** The members' data have the database's name and user in them: with others no web node gets in any more. */
function fixedFields({ volumes, databases }: DeployedData, config: ResolvedConfig): FixedField[] {
  const account = databases[config.name];
  const hasDatabase = volumes.some(
    ({ stackName, content }) => stackName === config.name && content.kind === "member",
  );
  if (account === undefined || !hasDatabase) return [];
  return (["name", "user"] as const)
    .filter((field) => account[field] !== config.database[field])
    .map((field) => ({
      path: `database.${field}`,
      deployed: account[field],
      wanted: config.database[field],
    }));
}

/** A config whose deploy would leave the site without the data that are deployed. */
export class OtherStackError extends Failure {
  override readonly name = "OtherStackError";
}

/** @throws {OtherStackError} naming each field that can't change while the deployed database exists */
export function assertFixedFields({ fixed }: DataChanges): void {
  if (fixed.length === 0) return;
  const lines = fixed.map(
    ({ path, deployed, wanted }) =>
      `${path}: got "${wanted}", but the deployed database has "${deployed}"; allowed: "${deployed}"`,
  );
  throw new OtherStackError(
    "database-fixed",
    [
      ...lines,
      "Nothing was changed. Set it back in lampstand.config.ts. For an empty database of that name, run `npm run down` first, which deletes this one.",
    ].join("\n"),
  );
}

/**
 * For a deploy by the cdktf CLI, which can't be asked what becomes of the data.
 * @throws {OtherStackError} where the config would replace the deployed stack by an empty one
 */
export function assertSameStack(changes: DataChanges, configName: string): void {
  assertFixedFields(changes);
  if (changes.renamedFrom === undefined) return;
  throw new OtherStackError(
    "data-out-of-use",
    [
      `name: got "${configName}", but "${changes.renamedFrom}" is deployed; allowed: "${changes.renamedFrom}"`,
      "Set it back in lampstand.config.ts. `npm run up` shows what the deployed stack holds and how to keep or delete it.",
    ].join("\n"),
  );
}
