import type { ResolvedConfig } from "../../modules/config/index.ts";
import type { AgentStatus } from "../../modules/database/index.ts";
import { ask } from "./ask.ts";

/** What each member's agent says of itself, by the way of the balancer's statistics port; those that answer. */
export async function observeMembers(
  { loadBalancer }: ResolvedConfig,
  memberIds: readonly string[],
): Promise<Readonly<Record<string, AgentStatus>>> {
  const origin = `http://127.0.0.1:${loadBalancer.statusPort}/members`;
  const answers = await Promise.all(memberIds.map((id) => ask(`${origin}/${id}/status`)));
  const members: Record<string, AgentStatus> = {};
  memberIds.forEach((id, index) => {
    const text = answers[index];
    if (text !== undefined) members[id] = JSON.parse(text);
  });
  return members;
}
