import { commandRefusal } from "./command-check.ts";
import {
  type DecisionInput,
  errantOf,
  type GroupState,
  groupOfPeers,
  isInGroup,
  isOutside,
  type PeerAnswer,
  type PeerGroup,
  type Up,
} from "./decision-input.ts";
import { type Election, elect, type Holdings } from "./election.ts";
import { isNewerGroup } from "./group-name.ts";
import { contains, count, formatGtidSet, type GtidSet, subtract } from "./gtid.ts";
import { validCommand } from "./operator-command.ts";

export type Decision = { readonly reason: string; readonly vote: string | null } & (
  | { readonly kind: "stay" | "wait" | "refuse" | "leave" | "restart" | "apply-received" }
  /** `forgetsReceived`: the group has all that it ever delivered to this member. */
  | { readonly kind: "join"; readonly group: string; readonly forgetsReceived: boolean }
  /** Once {@link mayBootstrap} allows it. `isForced`: an operator's command, which needs nobody's vote. */
  | { readonly kind: "bootstrap"; readonly isForced: boolean }
  | { readonly kind: "clone"; readonly donor: string }
);

/**
 * What this member has to do now. It only ever bootstraps a group when every configured member has answered that it
 * is in none, and when it holds all transactions of all; or when an operator's command gives up members that surely
 * don't run.
 */
export function decide(seen: DecisionInput): Decision {
  const { local } = seen;
  if (local.kind === "down") return { kind: "wait", reason: local.reason, vote: null };
  const { state, quorum, view } = local.group;
  if (state === "ERROR")
    return { kind: "leave", reason: "the group expelled this member, or it failed", vote: null };
  const newer = newerGroup(seen, local.group);
  if (newer && state !== "OFFLINE") {
    const reason = `an operator's command founded a newer group without this member, and ${newer.node} is in it`;
    return { kind: "leave", reason, vote: null };
  }
  if (state === "RECOVERING") return { kind: "stay", reason: "catching up with the group", vote: null };
  if (state !== "OFFLINE") {
    if (isForsaken(seen, local.group))
      return { kind: "restart", reason: "a majority of the group has restarted without it", vote: null };
    const others = view.length - 1;
    const reason = quorum ? `in the group with ${others} other${others === 1 ? "" : "s"}` : "no quorum";
    return { kind: "stay", reason, vote: null };
  }
  return outside(seen, local);
}

/** Longer than a member that has just joined, or was just expelled, is seen differently by two. */
const FORSAKEN_AFTER_MS = 10_000;

/**
 * A majority of the view answers that it is in no group: quorum can't come back. Leaving such a group in order takes
 * MySQL half a minute, a restart two seconds. A member that was frozen may not even see that (seen with 9.7.4 after a
 * freeze of 20 s): it believes all to be ONLINE, and the others wait for it to expel them.
 */
function isForsaken({ peers, absence }: DecisionInput, { view, quorum }: GroupState): boolean {
  const gone = view.filter(({ node, state }) => {
    const outsideMs = absence.askedAtMs - (absence.outsideSinceMs.get(node) ?? absence.askedAtMs);
    return isOutside(peers.get(node)) && (quorum ? outsideMs > FORSAKEN_AFTER_MS : state === "UNREACHABLE");
  });
  return gone.length > 0 && (view.length - gone.length) * 2 <= view.length;
}

/** Two groups that both have quorum: the older one gives way. */
function newerGroup(seen: DecisionInput, own: GroupState): PeerGroup | undefined {
  const group = groupOfPeers(seen);
  const isOther = group !== undefined && !group.view.some(({ node }) => node === seen.self);
  return isOther && isNewerGroup(group.name, own.name) ? group : undefined;
}

function outside(seen: DecisionInput, local: Up): Decision {
  if (!seen.members.includes(seen.self)) return { kind: "wait", reason: "no deploy lists it", vote: null };
  const group = groupOfPeers(seen);
  if (group) return meet(seen, local, group);
  const busy = busyPeer(seen);
  if (busy) return { kind: "wait", ...busy };
  if (commandOf(seen)?.kind === "force-bootstrap") return force(seen, local);
  const others = seen.members.filter((node) => node !== seen.self);
  const silent = others.filter((node) => holdingsOf(seen.peers.get(node)) === undefined);
  if (silent.length > 0) return { kind: "wait", reason: missingReason(seen, silent), vote: null };
  return form(seen, local);
}

/** No member is in a group and all have answered. */
function form(seen: DecisionInput, local: Up): Decision {
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
  const others = seen.members.filter((node) => node !== seen.self);
  const undecided = others.filter((node) => voteOf(seen.peers.get(node)) !== seen.self);
  if (undecided.length > 0)
    return { kind: "wait", reason: `is to bootstrap the group, once ${undecided.join(", ")} agree`, vote };
  return { kind: "bootstrap", reason: "holds every transaction of all members", vote, isForced: false };
}

function force(seen: DecisionInput, local: Up): Decision {
  const command = commandOf(seen);
  const refusal = command && commandRefusal(seen, command);
  if (refusal !== undefined)
    return { kind: "wait", reason: `forced bootstrap, not possible now: ${refusal}`, vote: null };
  const vote = seen.self;
  const backlog = subtract(local.holdings.known, local.holdings.executed);
  if (backlog.size > 0)
    return { kind: "apply-received", reason: `applying ${count(backlog)} received transactions`, vote };
  return { kind: "bootstrap", reason: "forced by an operator's command", vote, isForced: true };
}

function commandOf({ command, nowMs }: DecisionInput) {
  return validCommand(command, nowMs);
}

/** A working group that this member isn't in. */
function meet(seen: DecisionInput, local: Up, group: PeerGroup): Decision {
  if (group.view.some((member) => member.node === seen.self)) {
    const reason = "the group still lists this member's previous process; it will expel it in some seconds";
    return { kind: "wait", reason, vote: null };
  }
  const errant = errantOf(local, group);
  if (errant.size > 0 && commandOf(seen)?.kind === "discard-data") {
    const reason = `gives up ${count(errant)} transactions of its own, as an operator commanded`;
    return { kind: "clone", donor: group.node, reason, vote: null };
  }
  if (errant.size > 0) return { kind: "refuse", reason: errantReason(errant, group.node), vote: null };
  const forgetsReceived = contains(group.holdings.known, local.holdings.known);
  const reason = `${group.node} is in a group with quorum`;
  return { kind: "join", group: group.name, forgetsReceived, reason, vote: null };
}

function errantReason(errant: GtidSet, node: string): string {
  return (
    `this member holds ${count(errant)} transactions that the group of ${node} lacks (${formatGtidSet(errant)}), ` +
    "so it is kept out and its data untouched. Copy what you need from it, then run " +
    "`lampstand-agent discard-data` here to have it cloned from the group"
  );
}

/** Something is under way elsewhere that has to come to an end before anyone may bootstrap. */
function busyPeer(seen: DecisionInput): { reason: string; vote: string | null } | undefined {
  for (const [node, answer] of seen.peers) {
    if (answer.kind !== "report") continue;
    const { bootstrapping, member } = answer.report;
    if (bootstrapping) return { reason: `${node} is bootstrapping the group`, vote: node };
    if (member.kind === "up" && isInGroup(member)) {
      const reason = `${node} is ${member.group.state} in a group without quorum or not yet formed`;
      return { reason, vote: null };
    }
  }
  return undefined;
}

function missingReason(seen: DecisionInput, silent: readonly string[]): string {
  const why = silent.map((node) => {
    const answer = seen.peers.get(node);
    if (answer === undefined) return `${node} (not asked yet)`;
    if (answer.kind === "silent") return `${node} (${answer.reason})`;
    if (answer.kind === "absent") return `${node} (no container of that name runs)`;
    return `${node} (its mysqld does not answer)`;
  });
  const giveUp = silent.map((node) => ` --give-up ${node}`).join("");
  return (
    `no group, and no answer of ${why.join(", ")}, which may hold writes that the others lack. If a member is gone ` +
    `for good, run \`lampstand-agent force-bootstrap${giveUp}\` in the container of a member that is left`
  );
}

function electAmong(seen: DecisionInput, local: Up): Election {
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
 * The last check before a bootstrap, from answers given after this member's own vote was published: every other member
 * must be in no group and vote for this one. As every member publishes before it asks, two members can't both be
 * consented to. By command no votes are needed, but those who answer must be in no group, and the others must not run.
 */
export function mayBootstrap(seen: DecisionInput): boolean {
  const decision = decide(seen);
  if (decision.kind !== "bootstrap") return false;
  return seen.members.every((node) => {
    if (node === seen.self) return true;
    const answer = seen.peers.get(node);
    if (answer?.kind !== "report") return decision.isForced;
    const { member, bootstrapping, stopping } = answer.report;
    return !bootstrapping && !stopping && member.kind === "up" && !isInGroup(member);
  });
}
