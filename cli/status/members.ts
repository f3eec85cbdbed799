import { z } from "zod";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import type { AgentStatus } from "../../modules/database/index.ts";
import { parseJson } from "../../modules/json/index.ts";

const requestTimeoutMs = 2_000;

/** The text at an address; undefined where nothing answers, or not with success. */
export async function fetchText(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) });
    return response.ok ? await response.text() : undefined;
  } catch {
    // The caller decides what no answer means.
    return undefined;
  }
}

const memberState = z.enum(["ONLINE", "RECOVERING", "OFFLINE", "ERROR", "UNREACHABLE"]);
const memberRole = z.enum(["PRIMARY", "SECONDARY"]).nullable();

/** Agents of earlier releases lack the fields that have a default. */
const agentStatusSchema: z.ZodType<AgentStatus> = z.object({
  node: z.string(),
  members: z.array(z.string()).readonly(),
  mysqldAnswers: z.boolean(),
  mysqldVersion: z.string(),
  ageMs: z.number(),
  state: memberState,
  role: memberRole,
  primary: z.string().nullable(),
  servesWrites: z.boolean(),
  servesReads: z.boolean(),
  view: z
    .array(z.object({ node: z.string(), uuid: z.string(), state: memberState, role: memberRole }))
    .readonly(),
  quorum: z.boolean(),
  groupName: z.string().default(""),
  gtidExecuted: z.string(),
  gtidReceived: z.string(),
  lagTransactions: z.number(),
  lagSeconds: z.number(),
  statementsTotal: z.number(),
  statementsPerSecond: z.number(),
  init: z.discriminatedUnion("state", [
    z.object({ state: z.literal("pending") }),
    z.object({ state: z.literal("loading") }),
    z.object({ state: z.literal("failed"), message: z.string() }),
    z.object({
      state: z.literal("done"),
      load: z
        .object({
          loadedAt: z.string(),
          hash: z.string(),
          notes: z.array(z.string()).exactOptional(),
        })
        .exactOptional(),
    }),
  ]),
  loadProgress: z
    .object({ file: z.string(), readBytes: z.number(), totalBytes: z.number() })
    .nullable()
    .default(null),
  decision: z.string(),
  reason: z.string(),
  since: z.string(),
  vote: z.string().nullable(),
  awaitsTurn: z.boolean(),
  stopping: z.boolean(),
  bootstrapping: z.boolean(),
});

/** What a member's agent answered; undefined where that isn't an agent's status. */
export function parseAgentStatus(text: string): AgentStatus | undefined {
  return parseJson(text, agentStatusSchema);
}

/** The status of each member whose agent answers through the balancer's statistics port, by component id. */
export async function observeMembers(
  { loadBalancer }: ResolvedConfig,
  memberIds: readonly string[],
): Promise<Readonly<Record<string, AgentStatus>>> {
  const origin = `http://127.0.0.1:${loadBalancer.statusPort}/members`;
  const texts = await Promise.all(memberIds.map((id) => fetchText(`${origin}/${id}/status`)));
  const members: Record<string, AgentStatus> = {};
  memberIds.forEach((id, index) => {
    const status = parseAgentStatus(texts[index] ?? "");
    if (status !== undefined) members[id] = status;
  });
  return members;
}
