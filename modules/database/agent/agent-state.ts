import type { Decision } from "./decide/decide.ts";
import {
  type Absence,
  isInGroup,
  type LocalMember,
  NO_ROUND_YET,
  type PeerAnswer,
  updateAbsence,
} from "./decide/decision-input.ts";
import { countedMembers } from "./decide/membership.ts";
import type { GivenCommand, OperatorCommand } from "./decide/operator-command.ts";
import type { Observation, ReplicationMetrics } from "./mysql/poll.ts";
import type { InitState, LoadProgress } from "./status.ts";

/** All that the agent knows and does at this moment. Times are monotonic. */
export interface AgentState {
  /** Members that the last deploy listed, in order. */
  readonly listed: readonly string[];
  /** Those, and the ones that are leaving: whoever has to agree when a group is founded. */
  readonly members: readonly string[];
  /** Time at which each member was last seen ONLINE by this one. */
  readonly onlineAtMs: ReadonlyMap<string, number>;
  readonly observation: Observation | undefined;
  readonly metrics: ReplicationMetrics | undefined;
  readonly statementsTotal: number;
  readonly statementsPerSecond: number;
  readonly init: InitState;
  readonly loadProgress: LoadProgress | null;
  readonly peers: ReadonlyMap<string, PeerAnswer>;
  /** Time of the last round of questions to peers in which this member was on the network. */
  readonly peersAskedAtMs: number;
  readonly absence: Absence;
  readonly command: GivenCommand | undefined;
  readonly decision: Decision;
  readonly since: Date;
  readonly isBootstrapping: boolean;
  /** It was asked to stop, and waits until no other member needs it. */
  readonly awaitsTurn: boolean;
  readonly isStopping: boolean;
}

export const initialState: Omit<AgentState, "since"> = {
  listed: [],
  members: [],
  onlineAtMs: new Map(),
  observation: undefined,
  metrics: undefined,
  statementsTotal: 0,
  statementsPerSecond: 0,
  init: { state: "pending" },
  loadProgress: null,
  peers: new Map(),
  peersAskedAtMs: Number.NEGATIVE_INFINITY,
  absence: NO_ROUND_YET,
  command: undefined,
  decision: { kind: "wait", reason: "mysqld is starting", vote: null },
  isBootstrapping: false,
  awaitsTurn: false,
  isStopping: false,
};

/** An older observation of mysqld is no ground for a decision. */
const RECENT_MS = 1_000;

/** This member as mysqld described it a moment ago. */
export function localOf({ observation }: Pick<AgentState, "observation">): LocalMember {
  if (observation !== undefined && performance.now() - observation.askedAtMs < RECENT_MS)
    return { kind: "up", group: observation.group, holdings: observation.holdings };
  return { kind: "down", reason: observation ? "mysqld does not answer" : "mysqld is starting" };
}

/**
 * Owns the agent's state: the only place that changes it. Everything else reads `current`; each method names the part
 * of the agent calls it.
 */
export class AgentStateOwner {
  #state: AgentState = { ...initialState, since: new Date() };

  get current(): AgentState {
    return this.#state;
  }

  /** From the poll of mysqld (watch.ts). */
  observed(observation: Observation): void {
    this.#change({ observation });
  }

  /** From the slower poll of metrics (watch.ts); undefined if mysqld didn't answer. */
  measured(metrics: ReplicationMetrics | undefined, ownStatements: number, secondsBetween: number): void {
    if (metrics === undefined) {
      this.#change({ metrics, statementsPerSecond: 0 });
      return;
    }
    const before = this.#state.metrics;
    const isSameProcess = before !== undefined && metrics.uptimeSeconds >= before.uptimeSeconds;
    const known = isSameProcess ? this.#state.statementsTotal : 0;
    // An unfinished statement of the agent is counted by the agent before mysqld counts it: never count backwards.
    const statementsTotal = Math.max(known, metrics.questions - ownStatements);
    const statementsPerSecond = isSameProcess ? (statementsTotal - known) / secondsBetween : 0;
    this.#change({ metrics, statementsTotal, statementsPerSecond });
  }

  /** From the poll of metrics (watch.ts), and from the load itself (control.ts). */
  initChanged(init: InitState): void {
    this.#change({ init });
  }

  /** From the load of the init SQL (control.ts). */
  loading(loadProgress: LoadProgress | null): void {
    this.#change({ loadProgress });
  }

  /** From a round of questions to the peers (watch.ts). */
  peersAnswered(
    peers: ReadonlyMap<string, PeerAnswer>,
    round: { readonly askedAtMs: number; readonly local: LocalMember; readonly wasCutOff: boolean },
  ): void {
    this.#change({
      peers,
      absence: updateAbsence(this.#state.absence, peers, round.askedAtMs, round.local),
      // Cut off, a member hears of no group that was founded without it: it must ask again before it serves.
      ...(round.wasCutOff ? {} : { peersAskedAtMs: round.askedAtMs }),
    });
  }

  /** When mysqld has ended (main.ts): what it reported no longer holds, and an operator's command isn't carried on. */
  mysqldEnded(): void {
    this.#change({ observation: undefined, metrics: undefined, command: undefined });
  }

  /** Before each decision (control.ts), with the members that the last deploy listed. */
  membersListed(listed: readonly string[]): void {
    const local = localOf(this.#state);
    const group = local.kind === "up" ? local.group : undefined;
    const now = performance.now();
    const online = group?.quorum === true ? group.view.filter(({ state }) => state === "ONLINE") : [];
    this.#change({
      listed,
      members: countedMembers(listed, this.#state.members, group),
      onlineAtMs: new Map([
        ...this.#state.onlineAtMs,
        ...online.map(({ node }): [string, number] => [node, now]),
      ]),
      // In a group, a command for a member outside of one has been carried out or is out of date.
      ...(isInGroup(local) ? { command: undefined } : {}),
    });
  }

  /** After each decision (control.ts). @returns whether it differs from the one before */
  decided(decision: Decision): boolean {
    const { kind, reason } = this.#state.decision;
    const isNew = kind !== decision.kind || reason !== decision.reason;
    this.#change({ decision, ...(isNew ? { since: new Date() } : {}) });
    return isNew;
  }

  /** From the operator's socket (control.ts). */
  commandGiven(command: OperatorCommand): void {
    this.#change({ command: { command, givenAtMs: performance.now() } });
  }

  /** When a decision is carried out that an operator's command must not outlive (control.ts). */
  commandCleared(): void {
    this.#change({ command: undefined });
  }

  /** While a group is founded (control.ts): peers read it. */
  bootstrapping(isBootstrapping: boolean): void {
    this.#change({ isBootstrapping });
  }

  /** When the container stops (stop.ts): peers read it. */
  awaitingTurn(): void {
    this.#change({ awaitsTurn: true });
  }

  /** When this member's turn to stop begins, or is given back (stop.ts). */
  stopping(isStopping: boolean): void {
    this.#change({ isStopping });
  }

  #change(change: Partial<AgentState>): void {
    this.#state = { ...this.#state, ...change };
  }
}
