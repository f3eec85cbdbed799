import { type AgentStateOwner, localOf } from "./agent-state.ts";
import { isCutOff, pollPeers } from "./http/peers.ts";
import { sleep } from "./log.ts";
import { pollMetrics, pollMysqld, readInitState } from "./mysql/poll.ts";
import { ownStatements, Session } from "./mysql/session.ts";
import type { Settings } from "./settings.ts";

const POLL_EVERY_MS = 200;
/** A router's question is answered from a pollMysqld no older than this, or a new one. */
const POLL_AGAIN_AFTER_MS = 150;
/** How long a router's question may wait for a new pollMysqld. */
const REFRESH_TIMEOUT_MS = 250;
const METRICS_EVERY_MS = 1_000;
const ASK_EVERY_MS = 1_000;
/** While there is no group everyone waits for the answers. */
const ASK_OUTSIDE_EVERY_MS = 250;

export interface Watch {
  /** Polls mysqld unless that was done just now; waits a quarter of a second at most. */
  refresh(): Promise<void>;
  /** How many polls in a row timed out, of a mysqld that had answered before. */
  timeoutsInARow(): number;
  /** After the end of mysqld: starts again with new connections. */
  reset(): void;
  /** Closes its connections for good. */
  end(): void;
}

/** Keeps the state up to date, in loops that don't wait for each other. */
export function startWatch(state: AgentStateOwner, settings: Settings): Watch {
  const session = new Session();
  const metricsSession = new Session();
  let isEnded = false;
  let underWay: Promise<void> | undefined;
  let timeouts = 0;

  const pollOnce = async (): Promise<void> => {
    try {
      state.observed(await pollMysqld(session));
      timeouts = 0;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      const isTimeout = code === "PROTOCOL_SEQUENCE_TIMEOUT" || code === "ETIMEDOUT";
      if (isTimeout && state.current.observation) timeouts += 1;
    } finally {
      underWay = undefined;
    }
  };
  const refresh = async (): Promise<void> => {
    if (isEnded) return;
    const age = performance.now() - (state.current.observation?.askedAtMs ?? Number.NEGATIVE_INFINITY);
    if (age < POLL_AGAIN_AFTER_MS) return;
    underWay ??= pollOnce();
    await Promise.race([underWay, sleep(REFRESH_TIMEOUT_MS)]);
  };

  const close = (): void => {
    session.close();
    metricsSession.close();
  };
  repeat(POLL_EVERY_MS, refresh);
  repeat(METRICS_EVERY_MS, async () => {
    if (!isEnded) await updateMetrics(state, metricsSession);
  });
  const pauseMs = () =>
    state.current.observation?.group.state === "ONLINE" ? ASK_EVERY_MS : ASK_OUTSIDE_EVERY_MS;
  repeat(pauseMs, async () => {
    const askedAtMs = performance.now();
    const local = localOf(state.current);
    const wasCutOff = isCutOff();
    const peers = await pollPeers(state.current.members, settings.node);
    state.peersAnswered(peers, { askedAtMs, local, wasCutOff });
  });
  return {
    refresh,
    timeoutsInARow: () => timeouts,
    reset: () => {
      timeouts = 0;
      close();
    },
    end: () => {
      isEnded = true;
      close();
    },
  };
}

async function updateMetrics(state: AgentStateOwner, session: Session): Promise<void> {
  try {
    state.measured(await pollMetrics(session), ownStatements(), METRICS_EVERY_MS / 1_000);
    if (state.current.init.state !== "done") state.initChanged(await readInitState(session));
  } catch {
    state.measured(undefined, 0, 0);
  }
}

async function repeat(pauseMs: number | (() => number), step: () => Promise<void>): Promise<never> {
  for (;;) {
    await step();
    await sleep(typeof pauseMs === "number" ? pauseMs : pauseMs());
  }
}
