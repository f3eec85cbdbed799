import type { Decision } from "../../modules/database/agent/decide/decide.ts";
import {
  type Absence,
  NO_ROUND_YET,
  type PeerAnswer,
} from "../../modules/database/agent/decide/decision-input.ts";
import type { GivenCommand } from "../../modules/database/agent/decide/operator-command.ts";

/** A group at one moment. Members in the same view that are a majority of it can commit. */
export interface View {
  readonly name: string;
  readonly nodes: readonly string[];
}

/** Between the agent's requests and its action: answers come one by one, and anything may happen in between. */
export interface Claim {
  readonly kind: "bootstrap" | "clone";
  readonly askedAtMs: number;
  readonly toAsk: string[];
  readonly answers: Map<string, PeerAnswer>;
  /** Once it is allowed: the name of the group, or the donor. */
  allowed: string | undefined;
}

/** By GTID, what the transaction did. */
export type Transactions = Map<string, number>;

export class Member {
  readonly node: string;
  isRunning = true;
  isFrozen = false;
  isMysqldFrozen = false;
  isCutOff = false;
  /** None while it is OFFLINE. */
  view: View | undefined;
  isExpelled = false;
  /** The members of its view that it believes to be reachable. */
  believed: readonly string[] = [];
  executed: Transactions = new Map();
  received: Transactions = new Map();
  heard = new Map<string, PeerAnswer>();
  peersAskedAtMs = Number.NEGATIVE_INFINITY;
  absence: Absence = NO_ROUND_YET;
  command: GivenCommand | undefined;
  decision: Decision | undefined;
  claim: Claim | undefined;

  constructor(node: string) {
    this.node = node;
  }

  restartMysqld(): void {
    this.view = undefined;
    this.isExpelled = false;
    this.isMysqldFrozen = false;
    this.command = undefined;
  }

  applyReceived(): void {
    for (const [gtid, deed] of this.received) this.executed.set(gtid, deed);
    this.received.clear();
  }

  restart(): void {
    this.restartMysqld();
    this.isFrozen = false;
    this.heard = new Map();
    this.peersAskedAtMs = Number.NEGATIVE_INFINITY;
    this.absence = NO_ROUND_YET;
    this.decision = undefined;
    this.claim = undefined;
  }
}
