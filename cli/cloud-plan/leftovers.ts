import type { AccountObject } from "./account-objects.ts";

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
