import { type DeployedVolume, dataName } from "../../modules/stored-data/index.ts";

/** A line for each volume that is kept without being used, and what can be done about them. */
export function unusedLines(volumes: readonly DeployedVolume[], configName: string): string[] {
  if (volumes.length === 0) return [];
  const lines = volumes.map((volume) => {
    const name = dataName(volume, configName);
    return name === volume.name ? `  ${name}` : `  ${name} (volume ${volume.name})`;
  });
  return [
    "Unused data, kept until the config names them again or `npm run up -- --delete-data NAME`:",
    ...lines,
  ];
}
