import type { LocalMember, PeerAnswer } from "./decision-input.ts";

/** All that decides whether a member that was asked to stop may do so now. */
export interface TurnInput {
  readonly self: string;
  /** Members that are to be in the group after the deploy, in order. */
  readonly listed: readonly string[];
  readonly local: LocalMember;
  /** Answers given after this member had announced that it waits for its turn. */
  readonly peers: ReadonlyMap<string, PeerAnswer>;
  /** For how long each member, this one too, has not been seen ONLINE in a group with quorum; none if it never was. */
  readonly absentMs: ReadonlyMap<string, number>;
  /** The whole stack is being removed. */
  readonly isDissolved: boolean;
}

export type Turn = { readonly kind: "go" } | { readonly kind: "wait"; readonly reason: string };

/**
 * How long a member that doesn't even answer is taken for one whose container is being replaced; measured: 1 s, and 3 s
 * with the waits of the Docker provider.
 */
const REPLACED_WITHIN_MS = 20_000;
/** A machine that is starved of time lets mysqld miss a question, and the group a heartbeat; neither is an outage. */
const OUTSIDE_FOR_MS = 5_000;

const GO: Turn = { kind: "go" };

/**
 * A deploy that changes members stops all of them at once. They go one after the other: secondaries in their order, each
 * when the one before it is back, the primary last, so that it hands over to one that stays. Members that are off the
 * list for good go before those that come back.
 */
export function turnToStop(seen: TurnInput): Turn {
  const { local } = seen;
  if (seen.isDissolved || isOutside(seen)) return GO;
  if (local.kind === "down") return { kind: "wait", reason: local.reason };
  if (!local.group.quorum) return { kind: "wait", reason: "no quorum at this moment" };
  const online = local.group.view.filter((member) => member.state === "ONLINE").map(({ node }) => node);
  const stopping = online.find((node) => isStopping(seen.peers.get(node)));
  if (stopping !== undefined) return { kind: "wait", reason: `${stopping} is stopping` };
  const silent = silentAmong(seen, online);
  if (silent !== undefined) return { kind: "wait", reason: `${silent} does not report what it does` };
  const expected = seen.listed.find((node) => !online.includes(node) && isExpectedBack(seen, node));
  if (expected !== undefined) return { kind: "wait", reason: `${expected} is to come back first` };
  const [first = seen.self] = online
    .filter((node) => node === seen.self || isWaiting(seen.peers.get(node)))
    .sort((one, other) => rank(seen, one) - rank(seen, other));
  return first === seen.self ? GO : { kind: "wait", reason: `${first} goes first` };
}

/** Two that took their turn at the same moment: the later in order steps back, and one that can't know does. */
export function mustYield(seen: TurnInput): boolean {
  if (seen.isDissolved || isOutside(seen)) return false;
  const view = seen.local.kind === "up" ? seen.local.group.view : [];
  const online = view.filter((member) => member.state === "ONLINE").map(({ node }) => node);
  const isLater = [...seen.peers].some(
    ([node, answer]) => isStopping(answer) && rank(seen, node) < rank(seen, seen.self),
  );
  return isLater || silentAmong(seen, online) !== undefined;
}

/** It is in no working group that its leaving could disturb. */
function isOutside({ local, absentMs, self }: TurnInput): boolean {
  if (local.kind === "up" && local.group.state !== "ONLINE") return true;
  if (local.kind === "up" && local.group.quorum) return false;
  return (absentMs.get(self) ?? Number.POSITIVE_INFINITY) >= OUTSIDE_FOR_MS;
}

function silentAmong({ self, peers }: TurnInput, online: readonly string[]): string | undefined {
  return online.find((node) => node !== self && peers.get(node)?.kind !== "report");
}

/** One that answers is on its way, however long it takes; one that was refused by the group stays out. */
function isExpectedBack(seen: TurnInput, node: string): boolean {
  const answer = seen.peers.get(node);
  if (answer?.kind === "report") return !answer.report.refused;
  return (seen.absentMs.get(node) ?? Number.POSITIVE_INFINITY) < REPLACED_WITHIN_MS;
}

function rank({ listed, local }: TurnInput, node: string): number {
  const view = local.kind === "up" ? local.group.view : [];
  const isPrimary = view.some((member) => member.node === node && member.role === "PRIMARY");
  const ordinal = Number(/[0-9]+$/.exec(node)?.[0] ?? 0);
  return (listed.includes(node) ? 2_000 : 0) + (isPrimary ? 1_000 : 0) + ordinal;
}

function isStopping(answer: PeerAnswer | undefined): boolean {
  return answer?.kind === "report" && answer.report.stopping;
}

function isWaiting(answer: PeerAnswer | undefined): boolean {
  return answer?.kind === "report" && answer.report.awaitsTurn;
}
