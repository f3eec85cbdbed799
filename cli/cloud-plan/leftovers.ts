import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { AccountObject } from "../account/index.ts";

const stateSchema = z.object({
  resources: z
    .array(
      z.object({
        instances: z.array(z.object({ attributes: z.looseObject({ id: z.string().nullish() }).nullish() })),
      }),
    )
    .default([]),
});

/** Ids of all that Terraform's state of a stack holds; undefined where the state isn't on this machine. */
export function managedIds(stateFile: string, isRemote: boolean): ReadonlySet<string> | undefined {
  if (isRemote) return undefined;
  if (!existsSync(stateFile)) return new Set();
  return idsIn(readFileSync(stateFile, "utf8"));
}

export function idsIn(state: string): ReadonlySet<string> {
  const { resources } = stateSchema.parse(JSON.parse(state));
  return new Set(
    resources.flatMap(({ instances }) =>
      instances.flatMap(({ attributes }) =>
        [attributes?.id, attributes?.uuid].filter((id) => typeof id === "string"),
      ),
    ),
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
