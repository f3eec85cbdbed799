import { readState, type StateObject } from "../../modules/terraform/index.ts";
import type { AccountObject } from "./account-objects.ts";

/** Ids of all that Terraform's state of a stack holds; undefined where the state isn't on this machine. */
export function managedIds(stateFile: string, isRemote: boolean): ReadonlySet<string> | undefined {
  return isRemote ? undefined : idsIn(readState(stateFile));
}

/** Ids, and the UUIDs by which DigitalOcean's API knows replicas. */
export function idsIn(objects: readonly StateObject[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap(({ attributes: { id, uuid } }) => [id, uuid].filter((each) => typeof each === "string")),
  );
}

/**
 * What the account holds under the stack's names and the state doesn't know: a creation that failed half-way leaves
 * such things behind. A pool's droplets are the pool's.
 */
export function leftovers(
  objects: readonly AccountObject[],
  managed: ReadonlySet<string>,
): readonly AccountObject[] {
  const hasPool = objects.some(({ kind, id }) => kind === "autoscale pool" && managed.has(id));
  return objects.filter(({ kind, id }) => !managed.has(id) && !(hasPool && kind === "droplet"));
}
