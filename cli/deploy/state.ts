import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { z } from "zod";

const stateSchema = z.looseObject({
  resources: z
    .array(
      z.looseObject({
        type: z.string().optional(),
        instances: z
          .array(
            z.looseObject({
              status: z.string().optional(),
              attributes: z.looseObject({ id: z.string().nullish() }).nullish(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});
type State = Readonly<z.infer<typeof stateSchema>>;

/** The ids of all objects in a Terraform state. */
export function idsInState(state: State): ReadonlySet<string> {
  return new Set(instancesOf(state).flatMap(({ id }) => id));
}

/** Ids of containers that Terraform made and then couldn't finish: it would make them again under the same name. */
export function unfinishedContainers(state: State): readonly string[] {
  return instancesOf(state).flatMap(({ type, status, id }) =>
    type === "docker_container" && status === "tainted" ? id : [],
  );
}

function instancesOf({ resources = [] }: State) {
  return resources.flatMap(({ type, instances = [] }) =>
    instances.flatMap(({ status, attributes }) => {
      const id = attributes?.id;
      return id === undefined || id === null ? [] : [{ type, status, id }];
    }),
  );
}

/** What a state file holds; nothing where there is none, or one that was cut off while it was written. */
export function readState(file: string): State {
  return wholeState(file) ?? {};
}

/** True for a state of which half was written. */
export function isTorn(file: string): boolean {
  return existsSync(file) && wholeState(file) === undefined;
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
  const isBackedUp = wholeState(backup) !== undefined;
  if (isBackedUp) copyFileSync(backup, file);
  print(
    `Terraform's state was cut off while it was written (kept as ${torn}): going on from ` +
      (isBackedUp ? "the one before it, and from what the engine has." : "what the engine has."),
  );
}

function wholeState(file: string): State | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
