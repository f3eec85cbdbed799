import type { Decision } from "./decide.ts";
import { formatGtidSet } from "./gtid.ts";
import { type Absence, type LocalMember, NOT_ASKED, type PeerAnswer } from "./observation.ts";
import type { Figures, Sighting } from "./observe.ts";
import type { GivenCommand } from "./operator-command.ts";
import type { Settings } from "./settings.ts";
import type { AgentStatus, InitState, LoadProgress } from "./status.ts";
import { FRESH_MS, refusesReads, refusesWrites, type Standing } from "./verdict.ts";

/** All that the agent knows and does at this moment; the loops write it, the HTTP server reads it. */
export interface Memory {
  /** Members that the last deploy listed, in order. */
  listed: readonly string[];
  /** Those, and the ones that are leaving: whoever has to agree when a group is founded. */
  members: readonly string[];
  /** Monotonic time at which each member was last seen ONLINE by this one. */
  onlineAtMs: ReadonlyMap<string, number>;
  sighting: Sighting | undefined;
  figures: Figures | undefined;
  statementsTotal: number;
  statementsPerSecond: number;
  init: InitState;
  loadProgress: LoadProgress | null;
  peers: ReadonlyMap<string, PeerAnswer>;
  /** Monotonic time of the last round of questions in which this member was on the network. */
  peersAskedAtMs: number;
  absence: Absence;
  command: GivenCommand | undefined;
  decision: Decision;
  since: Date;
  isBootstrapping: boolean;
  /** It was told to stop, and waits until that disturbs nobody. */
  awaitsTurn: boolean;
  isStopping: boolean;
}

export function newMemory(): Memory {
  return {
    listed: [],
    members: [],
    onlineAtMs: new Map(),
    sighting: undefined,
    figures: undefined,
    statementsTotal: 0,
    statementsPerSecond: 0,
    init: { state: "pending" },
    loadProgress: null,
    peers: new Map(),
    peersAskedAtMs: Number.NEGATIVE_INFINITY,
    absence: NOT_ASKED,
    command: undefined,
    decision: { kind: "wait", reason: "mysqld is starting", vote: null },
    since: new Date(),
    isBootstrapping: false,
    awaitsTurn: false,
    isStopping: false,
  };
}

/** What mysqld said longer ago than this is no ground for a decision. */
const RECENT_MS = 1_000;

export function localOf({ sighting }: Memory): LocalMember {
  if (sighting !== undefined && performance.now() - sighting.askedAtMs < RECENT_MS)
    return { kind: "up", group: sighting.group, holdings: sighting.holdings };
  return { kind: "down", reason: sighting ? "mysqld does not answer" : "mysqld is starting" };
}

export function isWritablePrimary({ sighting }: Memory, { node }: Settings): boolean {
  const self = sighting?.group.view.find((member) => member.node === node);
  return self?.state === "ONLINE" && self.role === "PRIMARY" && sighting?.isReadOnly === false;
}

export function standingOf(memory: Memory, settings: Settings): Standing {
  return {
    nowMs: performance.now(),
    node: settings.node,
    isAlone: memory.members.length === 1,
    isStopping: memory.isStopping,
    sighting: memory.sighting,
    figures: memory.figures,
    init: memory.init,
    peers: memory.peers,
    peersAskedAtMs: memory.peersAskedAtMs,
  };
}

export function statusOf(memory: Memory, settings: Settings): AgentStatus {
  const { sighting, figures, decision } = memory;
  const standing = standingOf(memory, settings);
  const ageMs = sighting ? Math.round(standing.nowMs - sighting.askedAtMs) : Number.MAX_SAFE_INTEGER;
  const view = sighting?.group.view ?? [];
  return {
    node: settings.node,
    members: memory.members,
    mysqldAnswers: ageMs <= 5 * FRESH_MS,
    mysqldVersion: sighting?.version ?? "",
    ageMs,
    state: sighting?.group.state ?? "OFFLINE",
    role: view.find((member) => member.node === settings.node)?.role ?? null,
    primary: view.find((member) => member.role === "PRIMARY")?.node ?? null,
    servesWrites: refusesWrites(standing) === undefined,
    servesReads: refusesReads(standing) === undefined,
    view,
    quorum: sighting?.group.quorum ?? false,
    groupName: sighting?.group.name ?? "",
    gtidExecuted: sighting ? formatGtidSet(sighting.holdings.executed) : "",
    gtidReceived: sighting ? formatGtidSet(sighting.holdings.known) : "",
    lagTransactions: figures?.lagTransactions ?? 0,
    lagSeconds: figures?.lagSeconds ?? 0,
    statementsTotal: memory.statementsTotal,
    statementsPerSecond: memory.statementsPerSecond,
    init: memory.init,
    loadProgress: memory.loadProgress,
    decision: decision.kind,
    reason: decision.reason,
    since: memory.since.toISOString(),
    vote: decision.vote,
    awaitsTurn: memory.awaitsTurn,
    stopping: memory.isStopping,
    bootstrapping: memory.isBootstrapping,
  };
}
