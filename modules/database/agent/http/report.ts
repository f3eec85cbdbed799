import type { GroupState, PeerReport } from "../decide/decision-input.ts";
import { FIRST_GROUP_NAME } from "../decide/group-name.ts";
import { parseGtidSet, union } from "../decide/gtid.ts";
import { groupOf } from "../mysql/poll.ts";
import type { ViewMember } from "../status.ts";

/** A peer whose metrics are older than this counts as one whose mysqld doesn't answer. */
const STALE_MS = 1_500;

/**
 * Reads what another member's agent answered to `GET /status`. Throws if it isn't such an answer, or that of another
 * node (an address can be given to another container while a name is still cached).
 */
export function parseReport(body: string, node: string): PeerReport {
  const status: unknown = JSON.parse(body);
  if (!isRecord(status) || status.node !== node) throw new Error("it is not the agent of this member");
  const flags = {
    vote: typeof status.vote === "string" ? status.vote : null,
    awaitsTurn: status.awaitsTurn === true,
    stopping: status.stopping === true,
    bootstrapping: status.bootstrapping === true,
    refused: status.decision === "refuse",
  };
  if (status.mysqldAnswers !== true || !(Number(status.ageMs) < STALE_MS))
    return { ...flags, member: { kind: "down", reason: "its mysqld does not answer" } };
  const executed = parseGtidSet(String(status.gtidExecuted));
  const known = union(executed, parseGtidSet(String(status.gtidReceived)));
  const view = Array.isArray(status.view) ? status.view.filter(isViewMember) : [];
  const self = view.find((member) => member.node === node);
  // An agent that doesn't give it is older than forced groups.
  const name = typeof status.groupName === "string" ? status.groupName : FIRST_GROUP_NAME;
  const group = self
    ? groupOf(view, self.uuid, name)
    : outsideOf(status.state === "ERROR" ? "ERROR" : "OFFLINE", name);
  return { ...flags, member: { kind: "up", group, holdings: { executed, known } } };
}

function outsideOf(state: "ERROR" | "OFFLINE", name: string): GroupState {
  return { state, view: [], quorum: false, name };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isViewMember(value: unknown): value is ViewMember {
  return isRecord(value) && typeof value.node === "string" && typeof value.state === "string";
}
