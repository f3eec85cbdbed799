import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { idsOf, parseState, type StateObject } from "../../modules/terraform/index.ts";

/** Ids of containers that Terraform made and then couldn't finish: it would make them again under the same name. */
export function unfinishedContainers(objects: readonly StateObject[]): readonly string[] {
  return [...idsOf(objects.filter(({ type, isTainted }) => type === "docker_container" && isTainted))];
}

/** True for a state of which half was written. */
export function isTorn(file: string): boolean {
  return existsSync(file) && !isWhole(file);
}

/**
 * Puts the state before it in the place of one that was cut off while it was written: Terraform would take half a file
 * for an error, and an empty one for an empty stack. What happened since is found in the engine.
 */
export function restoreState(file: string, print: (line: string) => void): void {
  if (!isTorn(file)) return;
  const torn = `${file}.torn`;
  renameSync(file, torn);
  const backup = `${file}.backup`;
  const isBackedUp = existsSync(backup) && isWhole(backup);
  if (isBackedUp) copyFileSync(backup, file);
  print(
    `Terraform's state was cut off while it was written (kept as ${torn}): going on from ` +
      (isBackedUp ? "the one before it, and from what the engine has." : "what the engine has."),
  );
}

function isWhole(file: string): boolean {
  return parseState(readFileSync(file, "utf8")) !== undefined;
}
