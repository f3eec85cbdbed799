import { refusesCommand } from "./command-check.ts";
import { type Decision, decide, mayBootstrap } from "./decide.ts";
import { ensureFormation } from "./formation.ts";
import { cloneFrom, forgetReceived, startApplier, startGroup, stopApplier, stopGroup } from "./group.ts";
import { forcedGroupName, newestGroupName } from "./group-name.ts";
import { NO_TRANSACTIONS } from "./gtid.ts";
import { log, messageOf, sleep } from "./log.ts";
import { countedMembers } from "./membership.ts";
import { isWritablePrimary, localOf, type Memory } from "./memory.ts";
import type { Mysqld } from "./mysqld.ts";
import { isInGroup, noteAbsence, type Observation } from "./observation.ts";
import type { OperatorCommand } from "./operator-command.ts";
import { askPeers } from "./peers.ts";
import { initSql, listedMembers, type Settings } from "./settings.ts";
import { Session } from "./sql.ts";
import { stopMember, takeTurn } from "./stop.ts";
import type { Watch } from "./watch.ts";

const STEP_MS = 200;
const PAUSE_AFTER_FAILURE_MS = 1_000;
/** mysqld that let this many questions of a second go unanswered hangs, and is started anew. */
const HANGS_AFTER_TIMEOUTS = 25;
/** Asking takes a second and a half at most. */
const ANSWERS_MAX_AGE_MS = 3_000;
/** Without a majority MySQL itself waits 30 s for an answer when it leaves. */
const LEAVE_MS = 3_500;

export interface Control {
  /** Takes an operator's command, or gives the reason why not. */
  command(asked: OperatorCommand): string | undefined;
  /** When its turn has come, gives the primary's role to another, leaves the group and stops mysqld. */
  stop(): Promise<void>;
}

export function startControl(memory: Memory, settings: Settings, watch: Watch, mysqld: Mysqld): Control {
  const session = new Session();
  let isApplying = false;
  let isFormed = false;
  /** Hash of the init SQL that could not be loaded. */
  let failedInit: string | undefined;
  let isEnded = false;

  /** Whether the same is still to be done after the peers have been asked once more. */
  const isConfirmed = async (isAllowed: (seen: Observation) => boolean): Promise<boolean> => {
    const askedAtMs = performance.now();
    const peers = await askPeers(memory.members, settings.node);
    const absence = noteAbsence(memory.absence, peers, askedAtMs, localOf(memory));
    // A process that was frozen meanwhile has answers that are as old.
    const isFresh = performance.now() - askedAtMs < ANSWERS_MAX_AGE_MS;
    return isFresh && isAllowed({ ...observe(memory, settings), peers, absence });
  };

  const bootstrap = async ({ isForced }: Extract<Decision, { kind: "bootstrap" }>): Promise<void> => {
    memory.isBootstrapping = true;
    try {
      if (!(await isConfirmed(mayBootstrap))) {
        log("another member's answer has changed; not bootstrapping now");
        // Two that claim it at once both step back, for different times.
        memory.isBootstrapping = false;
        return await sleep(Math.random() * PAUSE_AFTER_FAILURE_MS);
      }
      memory.command = undefined;
      const known = memory.sighting?.holdings.known ?? NO_TRANSACTIONS;
      const name = isForced ? forcedGroupName(Date.now(), Math.random(), known) : newestGroupName(known);
      // A founder has applied all that it received: see decide.ts.
      await forgetReceived(session);
      await startGroup(session, { node: settings.node, members: memory.members, name }, true);
    } finally {
      memory.isBootstrapping = false;
    }
  };

  const clone = async (donor: string): Promise<void> => {
    const isAllowed = (seen: Observation): boolean => {
      const again = decide(seen);
      return again.kind === "clone" && again.donor === donor;
    };
    if (!(await isConfirmed(isAllowed))) return log("another member's answer has changed; not cloning now");
    memory.command = undefined;
    await cloneFrom(session, donor);
  };

  const leave = async (): Promise<void> => {
    try {
      await stopGroup(session, LEAVE_MS);
    } catch (error) {
      log(`leaving takes too long, restarting mysqld: ${messageOf(error)}`);
      mysqld.kill();
    }
  };

  /** Sees to the database; a load that failed begins anew when a deploy has named other SQL. */
  const form = async (): Promise<void> => {
    const init = initSql();
    if (init === undefined || init.hash === failedInit) return;
    memory.init = await ensureFormation(session, settings, init, (progress) => {
      memory.loadProgress = progress;
    });
    memory.loadProgress = null;
    isFormed = memory.init.state === "done";
    if (memory.init.state !== "failed") return;
    failedInit = init.hash;
    log(memory.init.message);
  };

  const act = async (decision: Decision): Promise<void> => {
    if (isApplying && decision.kind !== "apply-received") {
      await stopApplier(session);
      isApplying = false;
    }
    switch (decision.kind) {
      case "bootstrap":
        return bootstrap(decision);
      case "join": {
        memory.command = undefined;
        if (decision.forgetsReceived) await forgetReceived(session);
        const group = { node: settings.node, members: memory.members, name: decision.group };
        return startGroup(session, group, false);
      }
      case "leave":
        memory.command = undefined;
        return leave();
      case "restart":
        memory.command = undefined;
        return mysqld.kill();
      case "clone":
        return clone(decision.donor);
      case "apply-received":
        if (!isApplying) await startApplier(session);
        isApplying = true;
        return;
      case "stay":
        if (!isFormed && isWritablePrimary(memory, settings)) await form();
        return;
      case "wait":
      case "refuse":
        return;
    }
  };

  const run = async (): Promise<void> => {
    while (!isEnded) {
      await watch.refresh();
      countMembers(memory);
      if (watch.timeoutsInARow() > HANGS_AFTER_TIMEOUTS) {
        log("mysqld hangs; killing it");
        mysqld.kill();
      }
      const decision = decide(observe(memory, settings));
      note(memory, decision);
      try {
        await act(decision);
      } catch (error) {
        log(`${decision.kind} failed: ${messageOf(error)}`);
        await sleep(PAUSE_AFTER_FAILURE_MS);
      }
      await sleep(STEP_MS);
    }
  };
  run();
  return {
    command: (asked) => {
      const refusal = refusesCommand(observe(memory, settings), asked);
      if (refusal === undefined) memory.command = { command: asked, givenAtMs: performance.now() };
      log(`operator's command ${asked.kind}: ${refusal === undefined ? "accepted" : `refused, ${refusal}`}`);
      return refusal;
    },
    stop: async () => {
      await takeTurn(memory, settings);
      isEnded = true;
      session.close();
      await stopMember(memory, settings, watch, mysqld);
    },
  };
}

function observe(memory: Memory, { node }: Settings): Observation {
  const { members, peers, absence, command } = memory;
  return { self: node, nowMs: performance.now(), members, local: localOf(memory), peers, absence, command };
}

function countMembers(memory: Memory): void {
  const local = localOf(memory);
  // What was asked for outside of a group has been done or overtaken.
  if (isInGroup(local)) memory.command = undefined;
  const group = local.kind === "up" ? local.group : undefined;
  memory.listed = listedMembers();
  memory.members = countedMembers(memory.listed, memory.members, group);
  if (!group?.quorum) return;
  const now = performance.now();
  const online = group.view.filter(({ state }) => state === "ONLINE");
  memory.onlineAtMs = new Map([
    ...memory.onlineAtMs,
    ...online.map(({ node }): [string, number] => [node, now]),
  ]);
}

function note(memory: Memory, decision: Decision): void {
  const { kind, reason } = memory.decision;
  if (kind !== decision.kind || reason !== decision.reason) {
    memory.since = new Date();
    log(`${decision.kind}: ${decision.reason}`);
  }
  memory.decision = decision;
}
