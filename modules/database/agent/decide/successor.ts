import type { ViewMember } from "../status.ts";
import type { PeerAnswer } from "./decision-input.ts";

/** Who becomes primary when this one stops: the first in order that is ONLINE and not itself about to stop. */
export function successorOf(
  view: readonly ViewMember[],
  peers: ReadonlyMap<string, PeerAnswer>,
  { members, node }: { readonly members: readonly string[]; readonly node: string },
): ViewMember | undefined {
  const able = view.filter((member) => {
    const answer = peers.get(member.node);
    const isStopping = answer?.kind === "report" && answer.report.stopping;
    return member.node !== node && member.state === "ONLINE" && !isStopping;
  });
  return members.flatMap((each) => able.filter((member) => member.node === each))[0] ?? able[0];
}
