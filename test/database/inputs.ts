import type {
  Absence,
  DecisionInput,
  GroupState,
  LocalMember,
  PeerAnswer,
  PeerReport,
} from "../../modules/database/agent/decide/decision-input.ts";
import { FIRST_GROUP_NAME } from "../../modules/database/agent/decide/group-name.ts";
import { parseGtidSet } from "../../modules/database/agent/decide/gtid.ts";
import type { OperatorCommand } from "../../modules/database/agent/decide/operator-command.ts";
import type { MemberState, ViewMember } from "../../modules/database/agent/status.ts";

const GROUP = FIRST_GROUP_NAME;

export const THREE = ["database-1", "database-2", "database-3"] as const;
export const OUTSIDE: GroupState = { state: "OFFLINE", view: [], quorum: false, name: GROUP };

/** Transactions of the group, e.g. `1-5`. */
export function held(executed: string, received = "") {
  const set = (numbers: string) => parseGtidSet(numbers === "" ? "" : `${GROUP}:${numbers}`);
  const all = [executed, received].filter((numbers) => numbers !== "").join(":");
  return { executed: set(executed), known: set(all) };
}

/** A member whose mysqld is up and in no group. */
export function offline(executed = "", received = ""): LocalMember {
  return { kind: "up", group: OUTSIDE, holdings: held(executed, received) };
}

export function inGroup(group: GroupState, executed = ""): LocalMember {
  return { kind: "up", group, holdings: held(executed) };
}

/** What `self` sees of a group, e.g. `{ "database-1": "ONLINE" }`; the first is the primary. */
export function sight(
  self: string,
  states: Readonly<Record<string, MemberState>>,
  name: string = GROUP,
): GroupState {
  const view: ViewMember[] = Object.entries(states).map(([node, state], index) => ({
    node,
    uuid: node,
    state,
    role: index === 0 ? "PRIMARY" : "SECONDARY",
  }));
  const reachable = view.filter(({ state }) => state === "ONLINE" || state === "RECOVERING");
  return { state: states[self] ?? "OFFLINE", view, name, quorum: reachable.length * 2 > view.length };
}

export function answering(member: LocalMember, more: Partial<PeerReport> = {}): PeerAnswer {
  return {
    kind: "report",
    report: {
      member,
      vote: null,
      awaitsTurn: false,
      stopping: false,
      bootstrapping: false,
      refused: false,
      ...more,
    },
  };
}

export const SILENT: PeerAnswer = { kind: "silent", reason: "no answer in 800 ms" };
export const ABSENT: PeerAnswer = { kind: "absent" };

const NOW_MS = 100_000;

/** Those that are absent have been for a minute. */
function longAbsence(peers: Readonly<Record<string, PeerAnswer>>): Absence {
  const absent = Object.keys(peers).filter((node) => peers[node]?.kind === "absent");
  return {
    askedAtMs: NOW_MS,
    sinceMs: new Map(absent.map((node) => [node, NOW_MS - 60_000])),
    outsideSinceMs: new Map(),
  };
}

/** What an operator asked for one second ago. */
export function commanded(command: OperatorCommand): Pick<DecisionInput, "command"> {
  return { command: { command, givenAtMs: NOW_MS - 1_000 } };
}

export function forced(...giveUp: string[]): Pick<DecisionInput, "command"> {
  return commanded({ kind: "force-bootstrap", giveUp });
}

export function seenBy(
  self: string,
  local: LocalMember,
  peers: Readonly<Record<string, PeerAnswer>>,
  more: Partial<DecisionInput> = {},
): DecisionInput {
  return {
    self,
    nowMs: NOW_MS,
    members: THREE,
    local,
    peers: new Map(Object.entries(peers)),
    absence: longAbsence(peers),
    command: undefined,
    ...more,
  };
}
