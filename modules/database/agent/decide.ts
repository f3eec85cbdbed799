import { type Election, elect, type Holdings } from "./election.ts";
import { contains, count, formatGtidSet, type GtidSet, subtract } from "./gtid.ts";
import type { MemberState, ViewMember } from "./status.ts";

/** A member's place in the group, in its own eyes. */
export interface GroupSight {
  readonly state: MemberState;
  readonly view: readonly ViewMember[];
  /** A majority of the view is reachable. */
  readonly quorum: boolean;
}

export type LocalMember =
  | { readonly kind: "down"; readonly reason: string }
  | { readonly kind: "up"; readonly group: GroupSight; readonly holdings: Holdings };

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
  | { readonly kind: "report"; readonly report: PeerReport };

/** All that a decision is made from. */
export interface Observation {
  readonly self: string;
  /** Every member that counts, in order; this one is among them once a deploy has listed it. */
  readonly members: readonly string[];
  readonly local: LocalMember;
  readonly peers: ReadonlyMap<string, PeerAnswer>;
  /** What an operator asked for by `lampstand-agent <wish>` in this container. */
  readonly wish: Wish | undefined;
}

/**
 * force-bootstrap: found the group without the members that don't answer, whatever they hold.
 * discard-data: give up what this member alone holds and have it cloned from the group.
 */
export type Wish = "force-bootstrap" | "discard-data";

export type Decision = { readonly reason: string; readonly vote: string | null } & (
  | { readonly kind: "stay" | "wait" | "refuse" | "leave" | "restart" | "apply-received" }
  /** `forgetsReceived`: the group has all that it ever delivered to this member. */
  | { readonly kind: "join"; readonly forgetsReceived: boolean }
  /** `consenting` are the members whose votes must be asked once more after this one's is published. */
  | { readonly kind: "bootstrap"; readonly consenting: readonly string[] }
  | { readonly kind: "clone"; readonly donor: string }
);

type Up = Extract<LocalMember, { kind: "up" }>;

/**
 * What this member has to do now. It only ever bootstraps a group when every configured member has answered that it
 * is in none, and when it holds all transactions of all; or when it is told to by hand.
 */
export function decide(seen: Observation): Decision {
  const { local } = seen;
  if (local.kind === "down") return { kind: "wait", reason: local.reason, vote: null };
  const { state, quorum, view } = local.group;
  if (state === "ERROR")
    return { kind: "leave", reason: "the group expelled this member, or it failed", vote: null };
  if (state === "RECOVERING") return { kind: "stay", reason: "catching up with the group", vote: null };
  if (state !== "OFFLINE") {
    if (!quorum && isForsaken(seen, view))
      return { kind: "restart", reason: "a majority of the group has restarted without it", vote: null };
    const others = view.length - 1;
    const reason = quorum ? `in the group with ${others} other${others === 1 ? "" : "s"}` : "no quorum";
    return { kind: "stay", reason, vote: null };
  }
  return outside(seen, local);
}

/**
 * A majority of the view answers that it is in no group: quorum can't come back. Leaving such a group in order takes
 * MySQL half a minute, a restart two seconds.
 */
function isForsaken(seen: Observation, view: readonly ViewMember[]): boolean {
  const gone = view.filter(({ node, state }) => {
    const answer = seen.peers.get(node);
    if (state !== "UNREACHABLE" || answer?.kind !== "report" || answer.report.member.kind === "down")
      return false;
    return answer.report.member.group.state === "OFFLINE";
  });
  return (view.length - gone.length) * 2 <= view.length;
}

function outside(seen: Observation, local: Up): Decision {
  if (!seen.members.includes(seen.self)) return { kind: "wait", reason: "no deploy lists it", vote: null };
  const group = groupOfPeers(seen);
  if (group) return meet(seen, local, group);
  const busy = busyPeer(seen);
  if (busy) return { kind: "wait", ...busy };
  if (seen.wish === "force-bootstrap") return force(seen, local);
  const others = seen.members.filter((node) => node !== seen.self);
  const silent = others.filter((node) => holdingsOf(seen.peers.get(node)) === undefined);
  if (silent.length > 0) return { kind: "wait", reason: missingReason(seen, silent), vote: null };
  return form(seen, local);
}

/** No member is in a group and all have answered. */
function form(seen: Observation, local: Up): Decision {
  const election = electAmong(seen, local);
  if (election.kind === "divergent") {
    const reason = `no member holds all transactions, so none may bootstrap: ${election.detail}. Choose the one to keep and run \`lampstand-agent force-bootstrap\` there`;
    return { kind: "refuse", reason, vote: null };
  }
  const vote = election.node;
  if (vote !== seen.self) return { kind: "wait", reason: `${vote} is to bootstrap the group`, vote };
  const backlog = subtract(local.holdings.known, local.holdings.executed);
  if (backlog.size > 0)
    return { kind: "apply-received", reason: `applying ${count(backlog)} received transactions`, vote };
  const consenting = seen.members.filter((node) => node !== seen.self);
  const undecided = consenting.filter((node) => voteOf(seen.peers.get(node)) !== seen.self);
  if (undecided.length > 0)
    return { kind: "wait", reason: `is to bootstrap the group, once ${undecided.join(", ")} agree`, vote };
  return { kind: "bootstrap", reason: "holds every transaction of all members", vote, consenting };
}

function force(seen: Observation, local: Up): Decision {
  for (const [node, answer] of seen.peers) {
    const theirs = holdingsOf(answer);
    if (theirs && holdsMore(theirs, local.holdings)) {
      const more = count(subtract(theirs.known, local.holdings.known));
      const reason = `forced, but ${node} holds ${more} transactions that this member lacks: run it there`;
      return { kind: "refuse", reason, vote: null };
    }
  }
  const vote = seen.self;
  const backlog = subtract(local.holdings.known, local.holdings.executed);
  if (backlog.size > 0)
    return { kind: "apply-received", reason: `applying ${count(backlog)} received transactions`, vote };
  const consenting = [...seen.peers].filter(([, answer]) => answer.kind === "report").map(([node]) => node);
  return { kind: "bootstrap", reason: "forced by hand", vote, consenting };
}

/** All of the other's and more: then that member is the better choice. If each has its own, a person has to choose. */
function holdsMore(theirs: Holdings, ours: Holdings): boolean {
  return contains(theirs.known, ours.known) && !contains(ours.known, theirs.known);
}

interface PeerGroup {
  readonly node: string;
  readonly view: readonly ViewMember[];
  readonly holdings: Holdings;
}

/** A working group that this member isn't in. */
function meet(seen: Observation, local: Up, group: PeerGroup): Decision {
  if (group.view.some((member) => member.node === seen.self)) {
    const reason = "the group still counts this member's former life; it will expel it in some seconds";
    return { kind: "wait", reason, vote: null };
  }
  const errant = subtract(local.holdings.executed, group.holdings.known);
  if (errant.size > 0 && seen.wish === "discard-data") {
    const reason = `gives up ${count(errant)} transactions of its own, as asked for by hand`;
    return { kind: "clone", donor: group.node, reason, vote: null };
  }
  if (errant.size > 0) return { kind: "refuse", reason: errantReason(errant, group.node), vote: null };
  const forgetsReceived = contains(group.holdings.known, local.holdings.known);
  return { kind: "join", forgetsReceived, reason: `${group.node} is in a group with quorum`, vote: null };
}

function errantReason(errant: GtidSet, node: string): string {
  return (
    `this member executed ${count(errant)} transactions that the group of ${node} lacks (${formatGtidSet(errant)}), ` +
    "so it is kept out and its data untouched. Copy what you need from it, then run " +
    "`lampstand-agent discard-data` here to have it cloned from the group"
  );
}

function groupOfPeers(seen: Observation): PeerGroup | undefined {
  for (const [node, answer] of seen.peers) {
    if (answer.kind === "silent" || answer.report.member.kind === "down") continue;
    const { group, holdings } = answer.report.member;
    if (group.state === "ONLINE" && group.quorum && !answer.report.stopping)
      return { node, view: group.view, holdings };
  }
  return undefined;
}

/** Something is under way elsewhere that has to come to an end before anyone may bootstrap. */
function busyPeer(seen: Observation): { reason: string; vote: string | null } | undefined {
  for (const [node, answer] of seen.peers) {
    if (answer.kind === "silent") continue;
    const { bootstrapping, member } = answer.report;
    if (bootstrapping) return { reason: `${node} is bootstrapping the group`, vote: node };
    if (member.kind === "up" && member.group.state !== "OFFLINE") {
      const reason = `${node} is ${member.group.state} in a group without quorum or not yet formed`;
      return { reason, vote: null };
    }
  }
  return undefined;
}

function missingReason(seen: Observation, silent: readonly string[]): string {
  const why = silent.map((node) => {
    const answer = seen.peers.get(node);
    if (answer === undefined) return `${node} (not asked yet)`;
    if (answer.kind === "silent") return `${node} (${answer.reason})`;
    return `${node} (its mysqld does not answer)`;
  });
  return (
    `no group, and no answer of ${why.join(", ")}, which may hold writes that the others lack. ` +
    "If a member is gone for good, run `lampstand-agent force-bootstrap` in the container of a member that is left"
  );
}

function electAmong(seen: Observation, local: Up): Election {
  const holdings = new Map<string, Holdings>([[seen.self, local.holdings]]);
  for (const node of seen.members) {
    const theirs = holdingsOf(seen.peers.get(node));
    if (theirs) holdings.set(node, theirs);
  }
  return elect(seen.members, holdings);
}

function holdingsOf(answer: PeerAnswer | undefined): Holdings | undefined {
  if (answer?.kind !== "report" || answer.report.member.kind === "down") return undefined;
  return answer.report.stopping ? undefined : answer.report.member.holdings;
}

function voteOf(answer: PeerAnswer | undefined): string | null {
  return answer?.kind === "report" ? answer.report.vote : null;
}

/**
 * The last word before a bootstrap, from answers given after this member's own vote was published: each of the
 * consenting members must vote for it and be in no group. As every member publishes before it asks, two members can't
 * both be consented to.
 */
export function mayBootstrap(
  self: string,
  consenting: readonly string[],
  answers: ReadonlyMap<string, PeerAnswer>,
  forced: boolean,
): boolean {
  return consenting.every((node) => {
    const answer = answers.get(node);
    if (answer?.kind !== "report") return forced;
    const { member, vote, bootstrapping, stopping } = answer.report;
    if (bootstrapping || stopping) return false;
    if (member.kind === "up" && member.group.state !== "OFFLINE") return false;
    return forced || vote === self;
  });
}
