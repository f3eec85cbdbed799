import type { PeerAnswer } from "./observation.ts";
import type { Figures, Sighting } from "./observe.ts";
import { type InitState, MAX_REPLICA_LAG_SECONDS } from "./status.ts";

/** All that decides whether this member is offered to routers. */
export interface Standing {
  readonly nowMs: number;
  readonly node: string;
  /** The only configured member. */
  readonly isAlone: boolean;
  readonly isStopping: boolean;
  readonly sighting: Sighting | undefined;
  readonly figures: Figures | undefined;
  readonly init: InitState;
  readonly peers: ReadonlyMap<string, PeerAnswer>;
  /** Monotonic time at which the peers were asked for those answers. */
  readonly peersAskedAtMs: number;
}

/** `undefined` means yes; else why not. */
export type Refusal = string | undefined;

/** What mysqld said longer ago than this says nothing about now. */
export const FRESH_MS = 300;
/** Three rounds of questions. */
const PEERS_FRESH_MS = 5_000;

/** Why routers may not send writes here. */
export function refusesWrites(standing: Standing): Refusal {
  const { sighting } = standing;
  const outside = refusesAll(standing);
  if (outside !== undefined || !sighting) return outside;
  const self = sighting.group.view.find((member) => member.node === standing.node);
  if (self?.role !== "PRIMARY") return "not the primary";
  if (sighting.isReadOnly) return "the primary is still read-only";
  if (standing.isAlone) return undefined;
  // A member that was frozen believes to be primary until the group's traffic tells it otherwise.
  if (standing.nowMs - standing.peersAskedAtMs > PEERS_FRESH_MS) return "has not heard of its peers yet";
  const other = otherPrimary(standing);
  return other === undefined ? undefined : `${other} is primary in a group of its own`;
}

/** Why routers may not send reads here. */
export function refusesReads(standing: Standing): Refusal {
  const outside = refusesAll(standing);
  if (outside !== undefined) return outside;
  if (standing.isStopping) return "stopping";
  const lag = standing.figures?.lagSeconds ?? Number.POSITIVE_INFINITY;
  if (lag > MAX_REPLICA_LAG_SECONDS) return `${lag.toFixed(0)} s behind the primary`;
  return undefined;
}

function refusesAll({ sighting, nowMs, init }: Standing): Refusal {
  if (!sighting || nowMs - sighting.askedAtMs > FRESH_MS) return "mysqld does not answer";
  if (sighting.group.state !== "ONLINE") return `member is ${sighting.group.state}`;
  if (!sighting.group.quorum) return "no quorum";
  if (init.state === "failed") return init.message;
  if (init.state !== "done") return "the database is not loaded yet";
  return undefined;
}

function otherPrimary({ peers, node }: Standing): string | undefined {
  for (const answer of peers.values()) {
    if (answer.kind !== "report" || answer.report.member.kind === "down") continue;
    const { group } = answer.report.member;
    const primary = group.view.find((member) => member.role === "PRIMARY")?.node;
    const countsUs = group.view.some((member) => member.node === node);
    if (group.quorum && primary !== undefined && primary !== node && !countsUs) return primary;
  }
  return undefined;
}
