import { closest, type ResolvedConfig } from "../config/index.ts";
import { Failure } from "../failures/index.ts";
import type { LocalTopology } from "../topology/index.ts";
import type { DeployedData, DeployedVolume } from "./deployed.ts";
import { wantedVolumes } from "./volumes.ts";

/** Names, separated by commas, of what a `cdktf` command may delete. */
export const deletionVariable = "LAMPSTAND_DELETE_DATA";

/** The names in {@link deletionVariable}. */
export function deletionNames(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (environment[deletionVariable] ?? "").split(",").filter((name) => name !== "");
}

/** The name by which a user asks for a volume's deletion: the folder or member; of another stack, the volume's own. */
export function dataName({ content, name, stackName }: DeployedVolume, configName: string): string {
  if (stackName !== configName) return name;
  return content.kind === "folder" ? content.folder : content.memberId;
}

/**
 * The volumes that are meant by these names: a folder, a member, a volume, or for all of a stack its name.
 * @param source what gave the names, for the message: an option or an environment variable
 * @throws {Failure} for a name that means none, with those that are allowed
 */
export function volumesNamed(
  names: readonly string[],
  source: string,
  config: ResolvedConfig,
  topology: LocalTopology,
  { volumes }: DeployedData,
): ReadonlySet<string> {
  const wanted = wantedVolumes(config, topology, volumes).map((volume) => ({
    ...{ resourceName: "", isGuess: false, isMounted: true },
    ...volume,
  }));
  const all: readonly DeployedVolume[] = [...volumes, ...wanted];
  const stacks = new Set([config.name, ...volumes.map(({ stackName }) => stackName)]);
  const found = names.map((name) => {
    if (stacks.has(name)) return all.filter(({ stackName }) => stackName === name);
    return all.filter((volume) => volume.name === name || dataName(volume, config.name) === name);
  });
  const unknown = names.filter((_, index) => found[index]?.length === 0);
  if (unknown.length > 0) {
    const allowed = [...new Set([...stacks, ...all.map((volume) => dataName(volume, config.name))])];
    throw new Failure("data-unknown", unknown.map((name) => unknownName(source, name, allowed)).join("\n"));
  }
  return new Set(found.flat().map(({ name }) => name));
}

export function unknownName(source: string, name: string, allowed: readonly string[]): string {
  const hint = closest(name, allowed) ?? allowed[0];
  const list = allowed.length === 0 ? "none, since no data are unused" : allowed.join(", ");
  return `${source}: got "${name}"; allowed: ${list}${hint === undefined ? "" : `; for example ${hint}`}`;
}
