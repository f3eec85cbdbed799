import type {
  GroupSight,
  LocalMember,
  Observation,
  PeerAnswer,
  PeerReport,
} from "../../modules/database/agent/decide.ts";
import { parseGtidSet } from "../../modules/database/agent/gtid.ts";
import type { MemberState, ViewMember } from "../../modules/database/agent/status.ts";

const GROUP = "4c616d70-7374-4e64-8d64-617461626173";

export const THREE = ["database-1", "database-2", "database-3"] as const;
export const OUTSIDE: GroupSight = { state: "OFFLINE", view: [], quorum: false };

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

export function inGroup(group: GroupSight, executed = ""): LocalMember {
  return { kind: "up", group, holdings: held(executed) };
}

/** What `self` sees of a group, e.g. `{ "database-1": "ONLINE" }`; the first is the primary. */
export function sight(self: string, states: Readonly<Record<string, MemberState>>): GroupSight {
  const view: ViewMember[] = Object.entries(states).map(([node, state], index) => ({
    node,
    uuid: node,
    state,
    role: index === 0 ? "PRIMARY" : "SECONDARY",
  }));
  const reachable = view.filter(({ state }) => state === "ONLINE" || state === "RECOVERING");
  return { state: states[self] ?? "OFFLINE", view, quorum: reachable.length * 2 > view.length };
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

export function seenBy(
  self: string,
  local: LocalMember,
  peers: Readonly<Record<string, PeerAnswer>>,
  more: Partial<Observation> = {},
): Observation {
  return {
    self,
    members: THREE,
    local,
    peers: new Map(Object.entries(peers)),
    wish: undefined,
    ...more,
  };
}
