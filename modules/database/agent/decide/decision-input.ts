import type { MemberState, ViewMember } from "../status.ts";
import type { Holdings } from "./election.ts";
import { isNewerGroup } from "./group-name.ts";
import { type GtidSet, subtract, union } from "./gtid.ts";
import type { GivenCommand } from "./operator-command.ts";

/** A member's place in the group, in its own eyes. */
export interface GroupState {
  readonly state: MemberState;
  readonly view: readonly ViewMember[];
  /** A majority of the view is reachable. */
  readonly quorum: boolean;
  /** UUID that is the group's name; means nothing outside of a group. */
  readonly name: string;
}

export type LocalMember =
  | { readonly kind: "down"; readonly reason: string }
  | { readonly kind: "up"; readonly group: GroupState; readonly holdings: Holdings };

export type Up = Extract<LocalMember, { kind: "up" }>;

/** What a peer's agent answered; `member` is "down" if its mysqld doesn't answer. */
export interface PeerReport {
  readonly member: LocalMember;
  readonly vote: string | null;
  readonly awaitsTurn: boolean;
  readonly stopping: boolean;
  readonly bootstrapping: boolean;
  /** It is kept out of the group until a person decides. */
  readonly refused: boolean;
}

export type PeerAnswer =
  | { readonly kind: "silent"; readonly reason: string }
  /** The network, which this member is on, has no running container of that name. A frozen one keeps its name. */
  | { readonly kind: "absent" }
  | { readonly kind: "report"; readonly report: PeerReport };

/** All that a decision is made from. */
export interface DecisionInput {
  readonly self: string;
  /** Monotonic time. */
  readonly nowMs: number;
  /** Every member that counts, in order; this one is among them once a deploy has listed it. */
  readonly members: readonly string[];
  readonly local: LocalMember;
  readonly peers: ReadonlyMap<string, PeerAnswer>;
  readonly absence: Absence;
  /** What an operator asked for by `lampstand-agent` in this container, expired or not. */
  readonly command: GivenCommand | undefined;
}

/** Since when peers have been absent, as of the last round of questions; times are monotonic. */
export interface Absence {
  /** -Infinity before the first round of questions. */
  readonly askedAtMs: number;
  /** Those that are absent. */
  readonly sinceMs: ReadonlyMap<string, number>;
  /** Those that answer that they are in no group, while this member sees them in its own. */
  readonly outsideSinceMs: ReadonlyMap<string, number>;
}

export const NO_ROUND_YET: Absence = {
  askedAtMs: Number.NEGATIVE_INFINITY,
  sinceMs: new Map(),
  outsideSinceMs: new Map(),
};

/** After a longer pause between two rounds of questions a peer may have come and gone unseen. */
const LONGEST_PAUSE_MS = 5_000;

/** @param local this member as the peers were asked; only its view of the group matters */
export function updateAbsence(
  before: Absence,
  answers: ReadonlyMap<string, PeerAnswer>,
  askedAtMs: number,
  local: LocalMember,
): Absence {
  const view = local.kind === "up" ? local.group.view : [];
  const isUnbroken = askedAtMs - before.askedAtMs <= LONGEST_PAUSE_MS;
  const since = (
    known: ReadonlyMap<string, number>,
    isSo: (answer: PeerAnswer, node: string) => boolean,
  ): ReadonlyMap<string, number> =>
    new Map(
      [...answers]
        .filter(([node, answer]) => isSo(answer, node))
        .map(([node]) => [node, (isUnbroken ? known.get(node) : undefined) ?? askedAtMs]),
    );
  return {
    askedAtMs,
    sinceMs: since(before.sinceMs, ({ kind }) => kind === "absent"),
    outsideSinceMs: since(
      before.outsideSinceMs,
      (answer, node) => isOutside(answer) && view.some((member) => member.node === node),
    ),
  };
}

/** It answers that its mysqld is up and in no group. */
export function isOutside(answer: PeerAnswer | undefined): boolean {
  return answer?.kind === "report" && answer.report.member.kind === "up" && !isInGroup(answer.report.member);
}

/** For how long a peer was absent when it was last asked, in milliseconds; 0 if it wasn't. */
export function absentForMs({ askedAtMs, sinceMs }: Absence, node: string): number {
  const since = sinceMs.get(node);
  return since === undefined ? 0 : askedAtMs - since;
}

export function isInGroup(member: LocalMember): boolean {
  return member.kind === "up" && member.group.state !== "OFFLINE";
}

/** A working group that a peer is in. */
export interface PeerGroup {
  readonly node: string;
  readonly name: string;
  readonly view: readonly ViewMember[];
  readonly holdings: Holdings;
}

/** The working group that peers are in; should there be two, the newer. */
export function groupOfPeers({ peers }: Pick<DecisionInput, "peers">): PeerGroup | undefined {
  let newest: PeerGroup | undefined;
  for (const [node, answer] of peers) {
    if (answer.kind !== "report" || answer.report.member.kind === "down") continue;
    const { group, holdings } = answer.report.member;
    if (group.state !== "ONLINE" || !group.quorum || answer.report.stopping) continue;
    if (newest === undefined || isNewerGroup(group.name, newest.name))
      newest = { node, name: group.name, view: group.view, holdings };
  }
  return newest;
}

/**
 * Transactions that this member has and the group never will: what it executed, and what it received in another group
 * than this. (What it received in this one and the peer's answer lacks, the peer had not received yet.)
 */
export function errantOf({ holdings }: Up, group: PeerGroup): GtidSet {
  const fromElsewhere = new Map(
    [...subtract(holdings.known, group.holdings.known)].filter(([key]) => key.split(":")[0] !== group.name),
  );
  return union(subtract(holdings.executed, group.holdings.known), fromElsewhere);
}
