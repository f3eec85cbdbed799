import { sleep } from "./log.ts";
import { localOf, type Memory } from "./memory.ts";
import { noteAbsence } from "./observation.ts";
import { look, lookAtFigures, lookAtInit } from "./observe.ts";
import { askPeers, isCutOff } from "./peers.ts";
import type { Settings } from "./settings.ts";
import { ownStatements, Session } from "./sql.ts";

const LOOK_EVERY_MS = 200;
/** A router's question is answered from a look no older than this, or a new one. */
const LOOK_AGAIN_AFTER_MS = 150;
/** How long a router's question may wait for a new look. */
const PATIENCE_MS = 250;
const FIGURES_EVERY_MS = 1_000;
const ASK_EVERY_MS = 1_000;
/** While there is no group everyone waits for the answers. */
const ASK_OUTSIDE_EVERY_MS = 250;

export interface Watch {
  /** Looks at mysqld unless that was done just now; gives up waiting after a quarter of a second. */
  refresh(): Promise<void>;
  /** How many looks in a row got no answer in time from a mysqld that had answered before. */
  timeoutsInARow(): number;
  /** mysqld ended: what it said no longer holds. */
  forget(): void;
  /** Closes its connections for good. */
  end(): void;
}

/** Keeps the memory up to date, in loops that don't wait for each other. */
export function startWatch(memory: Memory, settings: Settings): Watch {
  const session = new Session();
  const figuresSession = new Session();
  let isEnded = false;
  let underWay: Promise<void> | undefined;
  let timeouts = 0;

  const lookOnce = async (): Promise<void> => {
    try {
      memory.sighting = await look(session);
      timeouts = 0;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      const isTimeout = code === "PROTOCOL_SEQUENCE_TIMEOUT" || code === "ETIMEDOUT";
      if (isTimeout && memory.sighting) timeouts += 1;
    } finally {
      underWay = undefined;
    }
  };
  const refresh = async (): Promise<void> => {
    if (isEnded) return;
    const age = performance.now() - (memory.sighting?.askedAtMs ?? Number.NEGATIVE_INFINITY);
    if (age < LOOK_AGAIN_AFTER_MS) return;
    underWay ??= lookOnce();
    await Promise.race([underWay, sleep(PATIENCE_MS)]);
  };

  const close = (): void => {
    session.close();
    figuresSession.close();
  };
  repeat(LOOK_EVERY_MS, refresh);
  repeat(FIGURES_EVERY_MS, async () => {
    if (!isEnded) await watchFigures(memory, figuresSession);
  });
  const pauseMs = () => (memory.sighting?.group.state === "ONLINE" ? ASK_EVERY_MS : ASK_OUTSIDE_EVERY_MS);
  repeat(pauseMs, async () => {
    const askedAtMs = performance.now();
    const local = localOf(memory);
    const wasCutOff = isCutOff();
    memory.peers = await askPeers(memory.members, settings.node);
    memory.absence = noteAbsence(memory.absence, memory.peers, askedAtMs, local);
    // Cut off it hears of no group that was founded without it, so it must not serve until it has asked again.
    if (!wasCutOff) memory.peersAskedAtMs = askedAtMs;
  });
  return {
    refresh,
    timeoutsInARow: () => timeouts,
    forget: () => {
      memory.sighting = undefined;
      memory.figures = undefined;
      timeouts = 0;
      close();
    },
    end: () => {
      isEnded = true;
      close();
    },
  };
}

async function watchFigures(memory: Memory, session: Session): Promise<void> {
  try {
    const before = memory.figures;
    memory.figures = await lookAtFigures(session);
    const isSameLife = before !== undefined && memory.figures.uptimeSeconds >= before.uptimeSeconds;
    const known = isSameLife ? memory.statementsTotal : 0;
    // A statement of the agent that is under way is counted here and not yet there: never count backwards for it.
    const total = Math.max(known, memory.figures.questions - ownStatements());
    memory.statementsPerSecond = isSameLife ? (total - known) / (FIGURES_EVERY_MS / 1_000) : 0;
    memory.statementsTotal = total;
    if (memory.init.state !== "done") memory.init = await lookAtInit(session);
  } catch {
    memory.figures = undefined;
    memory.statementsPerSecond = 0;
  }
}

async function repeat(pauseMs: number | (() => number), step: () => Promise<void>): Promise<never> {
  for (;;) {
    await step();
    await sleep(typeof pauseMs === "number" ? pauseMs : pauseMs());
  }
}
