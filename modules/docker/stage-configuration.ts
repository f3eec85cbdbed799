import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stageFolder, stageWhole } from "../staging/index.ts";

/** A configuration on this machine that containers reload while they run. */
export interface StagedConfiguration {
  /** Folder of this machine that the container sees at `place.folder`. */
  readonly folder: string;
  /** Name of the file in it; the hash of what is in the file. */
  readonly file: string;
  readonly place: ConfigurationPlace;
}

/** How a container takes a configuration over. */
export interface ConfigurationPlace {
  /** Path at which the container sees the folder. */
  readonly folder: string;
  /** The link in the folder that leads to the file in force. */
  readonly link: string;
  /** Command in the container, to be followed by a file's path: exit code 0 if the file is valid. */
  readonly check: readonly string[];
  /** Command in the container that reloads what the link leads to. Exit code 75: it can't yet, try again. */
  readonly reload: readonly string[];
}

/**
 * Writes a configuration below `folder` beside those that were there before. No container looks at it until a deploy
 * sets the link, so that a synth changes nothing that runs.
 */
export function stageConfiguration(
  text: string,
  folder: string,
  place: ConfigurationPlace,
): StagedConfiguration {
  const file = `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.cfg`;
  const path = join(folder, file);
  stageFolder(folder, 0o755);
  if (!existsSync(path)) {
    stageWhole(path, text, 0o644);
  }
  return { folder, file, place };
}
