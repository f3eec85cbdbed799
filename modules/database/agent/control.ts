import { type AgentState, type AgentStateOwner, localOf } from "./agent-state.ts";
import { commandRefusal } from "./decide/command-check.ts";
import { type Decision, decide, mayBootstrap } from "./decide/decide.ts";
import { type DecisionInput, updateAbsence } from "./decide/decision-input.ts";
import { forcedGroupName, newestGroupName } from "./decide/group-name.ts";
import { NO_TRANSACTIONS } from "./decide/gtid.ts";
import type { OperatorCommand } from "./decide/operator-command.ts";
import { pollPeers } from "./http/peers.ts";
import { log, messageOf, sleep } from "./log.ts";
import { ensureFormation, ensureUser } from "./mysql/formation.ts";
import {
  cloneFrom,
  forgetReceived,
  startApplier,
  startGroup,
  stopApplier,
  stopGroup,
} from "./mysql/group.ts";
import type { Mysqld } from "./mysql/mysqld.ts";
import { Session } from "./mysql/session.ts";
import { databaseUsers, initSql, listedMembers, type Settings } from "./settings.ts";
import { isWritablePrimary } from "./state-views.ts";
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
  command(given: OperatorCommand): string | undefined;
  /** When its turn has come, gives the primary's role to another, leaves the group and stops mysqld. */
  stop(): Promise<void>;
}

export function startControl(
  state: AgentStateOwner,
  settings: Settings,
  watch: Watch,
  mysqld: Mysqld,
): Control {
  const session = new Session();
  let isApplying = false;
  let isFormed = false;
  /** Hash of the init SQL that could not be loaded. */
  let failedInit: string | undefined;
  let isEnded = false;
  /** Further accounts that are set up, with their passwords. */
  const users = new Map<string, string>();

  /** Whether the same is still to be done after the peers have been given once more. */
  const isConfirmed = async (isAllowed: (seen: DecisionInput) => boolean): Promise<boolean> => {
    const askedAtMs = performance.now();
    const peers = await pollPeers(state.current.members, settings.node);
    const absence = updateAbsence(state.current.absence, peers, askedAtMs, localOf(state.current));
    // A process that was frozen meanwhile has answers that are as old.
    const isFresh = performance.now() - askedAtMs < ANSWERS_MAX_AGE_MS;
    return isFresh && isAllowed({ ...decisionInput(state.current, settings), peers, absence });
  };

  const bootstrap = async ({ isForced }: Extract<Decision, { kind: "bootstrap" }>): Promise<void> => {
    state.bootstrapping(true);
    try {
      if (!(await isConfirmed(mayBootstrap))) {
        log("another member's answer has changed; not bootstrapping now");
        // Two that claim it at once both step back, for different times.
        state.bootstrapping(false);
        return await sleep(Math.random() * PAUSE_AFTER_FAILURE_MS);
      }
      state.commandCleared();
      const known = state.current.observation?.holdings.known ?? NO_TRANSACTIONS;
      const name = isForced ? forcedGroupName(Date.now(), Math.random(), known) : newestGroupName(known);
      // A founder has applied all that it received: see decide.ts.
      await forgetReceived(session);
      await startGroup(session, { node: settings.node, members: state.current.members, name }, true);
    } finally {
      state.bootstrapping(false);
    }
  };

  const clone = async (donor: string): Promise<void> => {
    const isAllowed = (seen: DecisionInput): boolean => {
      const again = decide(seen);
      return again.kind === "clone" && again.donor === donor;
    };
    if (!(await isConfirmed(isAllowed))) return log("another member's answer has changed; not cloning now");
    state.commandCleared();
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
    const formed = await ensureFormation(session, settings, init, (progress) => state.loading(progress));
    state.initChanged(formed);
    state.loading(null);
    isFormed = formed.state === "done";
    if (formed.state !== "failed") return;
    failedInit = init.hash;
    log(formed.message);
  };

  const updateUsers = async (): Promise<void> => {
    for (const [user, password] of databaseUsers()) {
      if (users.get(user) === password) continue;
      await ensureUser(session, settings, user, password);
      users.set(user, password);
      log(`the database user ${user} is set up`);
    }
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
        state.commandCleared();
        if (decision.forgetsReceived) await forgetReceived(session);
        const group = { node: settings.node, members: state.current.members, name: decision.group };
        return startGroup(session, group, false);
      }
      case "leave":
        state.commandCleared();
        return leave();
      case "restart":
        state.commandCleared();
        return mysqld.kill();
      case "clone":
        return clone(decision.donor);
      case "apply-received":
        if (!isApplying) await startApplier(session);
        isApplying = true;
        return;
      case "stay":
        if (!isWritablePrimary(state.current, settings)) return;
        return isFormed ? updateUsers() : form();
      case "wait":
      case "refuse":
        return;
    }
  };

  const run = async (): Promise<void> => {
    while (!isEnded) {
      await watch.refresh();
      state.membersListed(listedMembers());
      if (watch.timeoutsInARow() > HANGS_AFTER_TIMEOUTS) {
        log("mysqld hangs; killing it");
        mysqld.kill();
      }
      const decision = decide(decisionInput(state.current, settings));
      if (state.decided(decision)) log(`${decision.kind}: ${decision.reason}`);
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
    command: (given) => {
      const refusal = commandRefusal(decisionInput(state.current, settings), given);
      if (refusal === undefined) state.commandGiven(given);
      log(`operator's command ${given.kind}: ${refusal === undefined ? "accepted" : `refused, ${refusal}`}`);
      return refusal;
    },
    stop: async () => {
      await takeTurn(state, settings);
      isEnded = true;
      session.close();
      await stopMember(state, settings, watch, mysqld);
    },
  };
}

function decisionInput(state: AgentState, { node }: Settings): DecisionInput {
  const { members, peers, absence, command } = state;
  return { self: node, nowMs: performance.now(), members, local: localOf(state), peers, absence, command };
}
