/** A folder of build contexts, as it was seen: one for each build, named by the hash of what is in it. */
export interface SeenContext {
  readonly name: string;
  /** When it was made, or last deployed; milliseconds since 1970. */
  readonly usedAtMs: number;
}

/** A context that is being written has a name like this; a killed synth leaves it behind. */
const partial = /^[0-9a-f]{16}\..*partial$/;
const whole = /^[0-9a-f]{16}$/;
const abandonedMs = 3_600_000;

export interface Outdated {
  /** Hashes of earlier builds: neither the deployed one nor the one before it. */
  readonly hashes: readonly string[];
  /** Names of folders that a synth left half-written, over an hour ago. */
  readonly halves: readonly string[];
}

/** What can go of one role's contexts, now that `deployed` is the hash of the one that runs. */
export function outdatedContexts(seen: readonly SeenContext[], deployed: string, nowMs: number): Outdated {
  const earlier = seen
    .filter(({ name }) => whole.test(name) && name !== deployed)
    .sort((a, b) => b.usedAtMs - a.usedAtMs);
  return {
    hashes: earlier.slice(1).map(({ name }) => name),
    halves: seen
      .filter(({ name, usedAtMs }) => partial.test(name) && nowMs - usedAtMs > abandonedMs)
      .map(({ name }) => name),
  };
}

/** What the engine reports of an image. */
export interface SeenImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly stack: string | undefined;
}

/**
 * The names of the images that were built from outdated contexts: by this project, since it has the contexts, and for
 * this stack. One that any container uses stays.
 * @param outdated names of images, `<stack>-<role>:<hash>`
 */
export function outdatedImages(
  images: readonly SeenImage[],
  stackName: string,
  outdated: ReadonlySet<string>,
  usedIds: ReadonlySet<string>,
): { readonly removable: readonly string[]; readonly inUse: readonly string[] } {
  const named = images
    .filter(({ stack }) => stack === stackName)
    .flatMap(({ id, names }) => names.filter((name) => outdated.has(name)).map((name) => ({ id, name })));
  return {
    removable: named.filter(({ id }) => !usedIds.has(id)).map(({ name }) => name),
    inUse: named.filter(({ id }) => usedIds.has(id)).map(({ name }) => name),
  };
}
