import type { Observation, ReplicationMetrics } from "../mysql/poll.ts";
import { type InitState, MAX_REPLICA_LAG_SECONDS } from "../status.ts";
import type { PeerAnswer } from "./decision-input.ts";

/** All that decides whether this member is offered to routers. */
export interface RoutabilityInput {
  readonly nowMs: number;
  readonly node: string;
  /** The only configured member. */
  readonly isAlone: boolean;
  readonly isStopping: boolean;
  readonly observation: Observation | undefined;
  readonly metrics: ReplicationMetrics | undefined;
  readonly init: InitState;
  readonly peers: ReadonlyMap<string, PeerAnswer>;
  /** Monotonic time at which the peers were asked for those answers. */
  readonly peersAskedAtMs: number;
}

/** `undefined` means yes; else why not. */
export type Refusal = string | undefined;

/** A state of mysqld older than this isn't used. */
export const FRESH_MS = 300;
/** Three rounds of questions. */
const PEERS_FRESH_MS = 5_000;

/** Why routers may not send writes here. */
export function writesRefusal(input: RoutabilityInput): Refusal {
  const { observation } = input;
  const outside = commonRefusal(input);
  if (outside !== undefined || !observation) return outside;
  const self = observation.group.view.find((member) => member.node === input.node);
  if (self?.role !== "PRIMARY") return "not the primary";
  if (observation.isReadOnly) return "the primary is still read-only";
  if (input.isAlone) return undefined;
  // A frozen member considers itself primary until it receives the group's traffic again.
  if (input.nowMs - input.peersAskedAtMs > PEERS_FRESH_MS) return "has not heard of its peers yet";
  const other = otherPrimary(input);
  return other === undefined ? undefined : `${other} is primary in a group of its own`;
}

/** Why routers may not send reads here. */
export function readsRefusal(input: RoutabilityInput): Refusal {
  const outside = commonRefusal(input);
  if (outside !== undefined) return outside;
  if (input.isStopping) return "stopping";
  const lag = input.metrics?.lagSeconds ?? Number.POSITIVE_INFINITY;
  if (lag > MAX_REPLICA_LAG_SECONDS) return `${lag.toFixed(0)} s behind the primary`;
  return undefined;
}

function commonRefusal({ observation, nowMs, init }: RoutabilityInput): Refusal {
  if (!observation || nowMs - observation.askedAtMs > FRESH_MS) return "mysqld does not answer";
  if (observation.group.state !== "ONLINE") return `member is ${observation.group.state}`;
  if (!observation.group.quorum) return "no quorum";
  if (init.state === "failed") return init.message;
  if (init.state !== "done") return "the database is not loaded yet";
  return undefined;
}

function otherPrimary({ peers, node }: RoutabilityInput): string | undefined {
  for (const answer of peers.values()) {
    if (answer.kind !== "report" || answer.report.member.kind === "down") continue;
    const { group } = answer.report.member;
    const primary = group.view.find((member) => member.role === "PRIMARY")?.node;
    const countsUs = group.view.some((member) => member.node === node);
    if (group.quorum && primary !== undefined && primary !== node && !countsUs) return primary;
  }
  return undefined;
}
