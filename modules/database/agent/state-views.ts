import type { AgentState } from "./agent-state.ts";
import { formatGtidSet } from "./decide/gtid.ts";
import { FRESH_MS, type RoutabilityInput, readsRefusal, writesRefusal } from "./decide/routability.ts";
import type { Settings } from "./settings.ts";
import type { AgentStatus } from "./status.ts";

export function isWritablePrimary({ observation }: AgentState, { node }: Settings): boolean {
  const self = observation?.group.view.find((member) => member.node === node);
  return self?.state === "ONLINE" && self.role === "PRIMARY" && observation?.isReadOnly === false;
}

export function routabilityInput(state: AgentState, settings: Settings): RoutabilityInput {
  return {
    nowMs: performance.now(),
    node: settings.node,
    isAlone: state.members.length === 1,
    isStopping: state.isStopping,
    observation: state.observation,
    metrics: state.metrics,
    init: state.init,
    peers: state.peers,
    peersAskedAtMs: state.peersAskedAtMs,
  };
}

export function statusOf(state: AgentState, settings: Settings): AgentStatus {
  const { observation, metrics, decision } = state;
  const input = routabilityInput(state, settings);
  const ageMs = observation ? Math.round(input.nowMs - observation.askedAtMs) : Number.MAX_SAFE_INTEGER;
  const view = observation?.group.view ?? [];
  return {
    node: settings.node,
    members: state.members,
    mysqldAnswers: ageMs <= 5 * FRESH_MS,
    mysqldVersion: observation?.version ?? "",
    ageMs,
    state: observation?.group.state ?? "OFFLINE",
    role: view.find((member) => member.node === settings.node)?.role ?? null,
    primary: view.find((member) => member.role === "PRIMARY")?.node ?? null,
    servesWrites: writesRefusal(input) === undefined,
    servesReads: readsRefusal(input) === undefined,
    view,
    quorum: observation?.group.quorum ?? false,
    groupName: observation?.group.name ?? "",
    gtidExecuted: observation ? formatGtidSet(observation.holdings.executed) : "",
    gtidReceived: observation ? formatGtidSet(observation.holdings.known) : "",
    lagTransactions: metrics?.lagTransactions ?? 0,
    lagSeconds: metrics?.lagSeconds ?? 0,
    statementsTotal: state.statementsTotal,
    statementsPerSecond: state.statementsPerSecond,
    init: state.init,
    loadProgress: state.loadProgress,
    decision: decision.kind,
    reason: decision.reason,
    since: state.since.toISOString(),
    vote: decision.vote,
    awaitsTurn: state.awaitsTurn,
    stopping: state.isStopping,
    bootstrapping: state.isBootstrapping,
  };
}
