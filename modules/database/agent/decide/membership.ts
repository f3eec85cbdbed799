import type { GroupState } from "./decision-input.ts";

/**
 * The members whose word counts when a group is to be founded: those that the last deploy listed, and those that an
 * earlier one did until they are seen to have left, since they may hold writes that the others lack.
 */
export function countedMembers(
  listed: readonly string[],
  countedBefore: readonly string[],
  group: GroupState | undefined,
): readonly string[] {
  const hasLeft = (node: string) =>
    group?.state === "ONLINE" && group.quorum && !group.view.some((member) => member.node === node);
  const leaving = countedBefore.filter((node) => !listed.includes(node) && !hasLeft(node));
  return leaving.length === 0 ? listed : [...listed, ...leaving];
}
