import { createHash } from "node:crypto";
import { ConfigError, type ResolvedConfig, writablePaths } from "../config/index.ts";
import { componentIds, type LocalTopology } from "../topology/index.ts";
import type { DeployedData, DeployedVolume, StorageRecord, VolumeContent } from "./deployed.ts";

/** A volume that the config asks for. */
export interface WantedVolume {
  /** Its construct's id is `volume-` and this, e.g. `database-1-data`. */
  readonly id: string;
  readonly name: string;
  readonly stackName: string;
  readonly content: VolumeContent;
}

/** The volumes of a stack's configuration in Terraform. */
export interface VolumePlan {
  readonly wanted: readonly WantedVolume[];
  /** No longer asked for, but kept with their data. */
  readonly kept: readonly DeployedVolume[];
  /** All that the state knows. */
  readonly deployed: readonly DeployedVolume[];
  /** Names of volumes that Terraform may delete: that was asked for by name. */
  readonly deletable: ReadonlySet<string>;
  readonly record: StorageRecord;
}

/**
 * What becomes of each volume. None that the state knows goes, unless its name is among the deletable ones: what the
 * config no longer asks for is kept, and used again when the config asks for it again.
 */
export function planVolumes(
  config: ResolvedConfig,
  topology: LocalTopology,
  { volumes: deployed, databases }: DeployedData,
  deletable: ReadonlySet<string> = new Set(),
): VolumePlan {
  const wanted = wantedVolumes(config, topology, deployed);
  const names = new Set(wanted.map(({ name }) => name));
  const kept = deployed.filter(({ name }) => !names.has(name) && !deletable.has(name));
  const { name, user } = config.database;
  const stacks = new Set([config.name, ...kept.map(({ stackName }) => stackName)]);
  const known = Object.entries({ ...databases, [config.name]: { name, user } });
  const record: StorageRecord = {
    databases: Object.fromEntries(known.filter(([stackName]) => stacks.has(stackName))),
    folders: foldersOf([...kept, ...wanted]),
  };
  return { wanted, kept, deployed, deletable, record };
}

/** The plan that keeps, or deletes, all that is deployed and wants nothing. */
export function planRemoval({ volumes, databases }: DeployedData, keepsData: boolean): VolumePlan {
  const kept = keepsData ? volumes : [];
  return {
    wanted: [],
    kept,
    deployed: volumes,
    deletable: new Set(),
    record: { databases, folders: foldersOf(kept) },
  };
}

/** The folder that each volume holds, by the volume's name. */
function foldersOf(volumes: readonly Pick<DeployedVolume, "name" | "content">[]): Record<string, string> {
  return Object.fromEntries(
    volumes.flatMap(({ name, content }) => (content.kind === "folder" ? [[name, content.folder]] : [])),
  );
}

/**
 * A folder has the volume that it had before, and otherwise one that no other folder has.
 * @throws {ConfigError} where no state shows which of two folders has the volume that both would get
 */
export function wantedVolumes(
  config: ResolvedConfig,
  topology: LocalTopology,
  deployed: readonly DeployedVolume[],
): readonly WantedVolume[] {
  const stackName = config.name;
  const prefix = `${stackName}-`;
  const ofStack = deployed.filter(({ stackName }) => stackName === config.name);
  const known = ofStack.flatMap(({ content, name, isGuess }) =>
    content.kind === "folder" && !isGuess ? [{ folder: content.folder, name }] : [],
  );
  const volumeOf = new Map(known.map(({ folder, name }) => [folder, name]));
  const taken = new Set(known.map(({ name }) => name));
  const folders = writablePaths(config.app).map((folder): WantedVolume => {
    const plain = `${prefix}files-${slugOf(folder)}`;
    const name = volumeOf.get(folder) ?? (taken.has(plain) ? `${plain}_${hashOf(folder)}` : plain);
    taken.add(name);
    return { id: name.slice(prefix.length), name, stackName, content: { kind: "folder", folder } };
  });
  const members = componentIds(topology, "database").map(
    (memberId): WantedVolume => ({
      id: `${memberId}-data`,
      name: `${prefix}${memberId}-data`,
      stackName,
      content: { kind: "member", memberId },
    }),
  );
  return [...folders, ...members];
}

/** @throws {ConfigError} for two folders whose volumes only a state could distinguish, where there is no state */
export function assertDistinctFolders({ app }: ResolvedConfig): void {
  const first = new Map<string, string>();
  const problems = writablePaths(app).flatMap((folder, index) => {
    const other = first.get(slugOf(folder));
    first.set(slugOf(folder), other ?? folder);
    if (other === undefined) return [];
    return [
      {
        path: `app.writableFolders.${index}`,
        given: `got "${folder}", whose volume would be that of "${other}"`,
        allowed: "folders that differ in more than case and punctuation",
        hint: "rename one of them, or set `stateFile` to the path of Terraform's state",
      },
    ];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

function slugOf(folder: string): string {
  return folder.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase();
}

function hashOf(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 8);
}
