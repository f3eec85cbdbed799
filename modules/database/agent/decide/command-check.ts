import {
  absentForMs,
  type DecisionInput,
  errantOf,
  groupOfPeers,
  isInGroup,
  type Up,
} from "./decision-input.ts";
import type { Holdings } from "./election.ts";
import { contains, count, subtract } from "./gtid.ts";
import type { OperatorCommand } from "./operator-command.ts";

/**
 * A member that was cut off from the network refuses writes after 5 s (see routability in verdict.ts): by then it can't
 * serve anybody when it comes back, before it has heard of the group that was founded without it.
 */
const MUST_BE_ABSENT_MS = 10_000;

/** Why a command makes no sense or isn't safe at this moment; undefined if it can be carried out. */
export function commandRefusal(seen: DecisionInput, command: OperatorCommand): string | undefined {
  const { local } = seen;
  if (local.kind === "down") return `${local.reason}; run it again when mysqld answers`;
  if (!seen.members.includes(seen.self)) return "no deploy lists this member";
  const { state, quorum } = local.group;
  if (isInGroup(local) && quorum)
    return `this member is ${state} in a group with quorum, so there is nothing to ${command.kind === "discard-data" ? "discard" : "force"}`;
  if (state !== "OFFLINE")
    return `this member is ${state} in a group without quorum and leaves it within seconds; run it again when \`lampstand-agent status\` shows OFFLINE`;
  return command.kind === "discard-data"
    ? discardRefusal(seen, local)
    : forcedBootstrapRefusal(seen, local, command.giveUp);
}

function discardRefusal(seen: DecisionInput, local: Up): string | undefined {
  const group = groupOfPeers(seen);
  if (group === undefined)
    return "no member answers that it is in a group with quorum, so there is nothing to clone from";
  if (group.view.some(({ node }) => node === seen.self))
    return `the group of ${group.node} still counts this member's previous process; run it again in some seconds`;
  if (errantOf(local, group).size === 0)
    return `this member holds nothing that the group of ${group.node} lacks, so it joins by itself`;
  return undefined;
}

function forcedBootstrapRefusal(
  seen: DecisionInput,
  local: Up,
  giveUp: readonly string[],
): string | undefined {
  const group = groupOfPeers(seen);
  if (group) return `${group.node} is in a group with quorum, which this member can join`;
  const unknown = giveUp.find((node) => node === seen.self || !seen.members.includes(node));
  const others = seen.members.filter((node) => node !== seen.self);
  if (unknown !== undefined)
    return `--give-up ${unknown}: that is none of the other members, which are ${others.join(", ") || "none"}`;
  for (const node of others) {
    const reason = giveUpRefusal(seen, node, giveUp.includes(node));
    if (reason !== undefined) return reason;
  }
  return holdingsRefusal(seen, local);
}

/** Only what surely runs nowhere can't serve: a container that is frozen for hours serves again when it thaws. */
function giveUpRefusal(seen: DecisionInput, node: string, isGivenUp: boolean): string | undefined {
  const answer = seen.peers.get(node);
  if (answer?.kind === "report") {
    const { member, bootstrapping, stopping } = answer.report;
    if (member.kind === "down")
      return `the agent of ${node} answers, although its mysqld does not: ${isGivenUp ? stopIt(node) : "wait for it, or stop its container and give it up"}`;
    if (isInGroup(member)) return `${node} is ${member.group.state} in a group`;
    if (bootstrapping || stopping)
      return `${node} is ${bootstrapping ? "bootstrapping the group" : "stopping"}`;
    return isGivenUp ? `${node} answers, so it can't be given up; leave out --give-up ${node}` : undefined;
  }
  if (!isGivenUp)
    return `${node} does not answer; if it is gone for good, stop its container and add --give-up ${node}`;
  if (answer?.kind !== "absent")
    return `${node} does not answer, but its container may only be frozen, and could serve again: ${stopIt(node)}`;
  const absentMs = absentForMs(seen.absence, node);
  if (absentMs >= MUST_BE_ABSENT_MS) return undefined;
  return `${node} was there ${Math.floor(absentMs / 1_000)} s ago; run it again when it has been absent for ${MUST_BE_ABSENT_MS / 1_000} s`;
}

function stopIt(node: string): string {
  return `stop it first (\`docker ps --filter name=${node}\`, \`docker stop -t 0 NAME\`)`;
}

/** If another holds all of this member's and more, that is the better choice. If each has its own, a person chooses. */
function holdingsRefusal(seen: DecisionInput, local: Up): string | undefined {
  let isDivergent = false;
  let isAnyGivenUp = false;
  for (const node of seen.members) {
    const answer = seen.peers.get(node);
    if (answer?.kind === "absent") isAnyGivenUp = true;
    if (answer?.kind !== "report" || answer.report.member.kind === "down") continue;
    const theirs = answer.report.member.holdings;
    const more = subtract(theirs.known, local.holdings.known);
    if (more.size > 0) isDivergent = true;
    if (holdsMore(theirs, local.holdings))
      return `${node} holds ${count(more)} transactions that this member lacks: run it there`;
  }
  if (isAnyGivenUp || isDivergent || seen.members.length === 1) return undefined;
  return "all members answer and one of them holds every transaction, so the group forms by itself";
}

function holdsMore(theirs: Holdings, ours: Holdings): boolean {
  return contains(theirs.known, ours.known) && !contains(ours.known, theirs.known);
}
