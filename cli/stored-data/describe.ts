import {
  type DataChanges,
  type DeployedData,
  type DeployedVolume,
  dataName,
} from "../../modules/stored-data/index.ts";
import type { DatabaseSize, DataSizes, VolumeSize } from "./measure.ts";

/** A line for each folder and each database among these volumes, with how much is in it. */
export function dataLines(
  volumes: readonly DeployedVolume[],
  { databases }: DeployedData,
  sizes: DataSizes,
  configName: string,
): string[] {
  const folders = volumes
    .filter(({ content }) => content.kind === "folder")
    .map((volume) => `${dataName(volume, configName)}: ${volumeText(sizes.volumes[volume.name])}`);
  const members = volumes.filter(({ content }) => content.kind === "member");
  const stacks = [...new Set(members.map(({ stackName }) => stackName))];
  const stored = stacks.map((stackName) => {
    const ofStack = members.filter((volume) => volume.stackName === stackName);
    const account = databases[stackName];
    const name = `database ${account?.name ?? `of ${stackName}`}`;
    return `${name}: ${databaseText(sizes.databases[stackName], ofStack, sizes)}`;
  });
  return [...stored, ...folders];
}

function databaseText(
  size: DatabaseSize | undefined,
  members: readonly DeployedVolume[],
  sizes: DataSizes,
): string {
  if (size !== undefined)
    return `${count(size.tables, "table")}, ${size.isAtLeast ? "more than " : ""}${count(size.rows, "row")}`;
  const mib = members.reduce((sum, { name }) => sum + (sizes.volumes[name]?.mib ?? 0), 0);
  return `${mib} MiB on ${count(members.length, "volume")}; its rows can't be counted while it doesn't run`;
}

function volumeText(size: VolumeSize | undefined): string {
  return size === undefined ? "its size can't be measured" : `${count(size.files, "file")}, ${size.mib} MiB`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Why `up` refuses, with what would go out of use and how to go on. */
export function outOfUseText(
  { renamedFrom }: DataChanges,
  volumes: readonly DeployedVolume[],
  lines: readonly string[],
  configName: string,
): string {
  const names = volumes.map((volume) => dataName(volume, configName));
  const edit =
    renamedFrom === undefined
      ? `app.writableFolders no longer has ${names.map((name) => `"${name}"`).join(", ")}`
      : `name: got "${configName}", but "${renamedFrom}" is deployed`;
  const deletions = renamedFrom === undefined ? names : [renamedFrom];
  return [
    `${edit}. This would take data out of use:`,
    ...lines.map((line) => `  ${line}`),
    "Nothing was changed. Undo the edit in lampstand.config.ts, or run one of:",
    "  npm run up -- --keep-data",
    `  npm run up -- ${deletions.map((name) => `--delete-data ${name}`).join(" ")}`,
    "The first keeps it as unused data, which is used again when the config names it again.",
  ].join("\n");
}
