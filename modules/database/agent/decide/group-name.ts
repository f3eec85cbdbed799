import type { GtidSet } from "./gtid.ts";

/** Name of the first group, which is the UUID in its transactions' GTIDs; as in my.cnf. */
export const FIRST_GROUP_NAME = "4c616d70-7374-4e64-8d64-617461626173";

const FORCED = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8d64-617461626173$/;

/**
 * Name of a group that an operator forces: newer than all names in `known`. With a name of its own the group gives no
 * GTID that a member which was given up may have given to another transaction, and never merges with that member's group.
 *
 * @param nowMs wall clock
 * @param random 0 to 1, distinguishes two groups founded in the same millisecond
 */
export function forcedGroupName(nowMs: number, random: number, known: GtidSet): string {
  const newest = newestGroupName(known);
  const floorMs = FORCED.test(newest) ? Number.parseInt(newest.slice(0, 13).replace("-", ""), 16) + 1 : 0;
  const time = Math.max(nowMs, floorMs).toString(16).padStart(12, "0");
  const noise = Math.floor(random * 0x1000)
    .toString(16)
    .padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise}-8d64-617461626173`;
}

/** Name of the newest group whose transactions are in the set: the one that members form again after an outage. */
export function newestGroupName(known: GtidSet): string {
  const forced = [...known.keys()].filter((uuid) => FORCED.test(uuid)).sort();
  return forced.at(-1) ?? FIRST_GROUP_NAME;
}

/** Whether the group `name` was forced after the group `other` was formed. */
export function isNewerGroup(name: string, other: string): boolean {
  return FORCED.test(name) && (!FORCED.test(other) || name > other);
}
