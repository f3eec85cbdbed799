import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Decision, decide, mayBootstrap, type Observation, type Wish } from "./decide.ts";
import { ensureFormation } from "./formation.ts";
import { cloneFrom, forgetReceived, startApplier, startGroup, stopApplier, stopGroup } from "./group.ts";
import { log, messageOf, sleep } from "./log.ts";
import { countedMembers } from "./membership.ts";
import { isWritablePrimary, localOf, type Memory } from "./memory.ts";
import type { Mysqld } from "./mysqld.ts";
import { askPeers } from "./peers.ts";
import { listedMembers, type Settings, WISHES_FOLDER } from "./settings.ts";
import { Session } from "./sql.ts";
import { stopMember, takeTurn } from "./stop.ts";
import type { Watch } from "./watch.ts";

const STEP_MS = 200;
const PAUSE_AFTER_FAILURE_MS = 1_000;
/** mysqld that let this many questions of a second go unanswered hangs, and is started anew. */
const HANGS_AFTER_TIMEOUTS = 25;
/** Without a majority MySQL itself waits 30 s for an answer when it leaves. */
const LEAVE_MS = 3_500;

export interface Control {
  /** When its turn has come, gives the primary's role to another, leaves the group and stops mysqld. */
  stop(): Promise<void>;
}

export function startControl(memory: Memory, settings: Settings, watch: Watch, mysqld: Mysqld): Control {
  const session = new Session();
  let isApplying = false;
  let isFormed = false;
  let isEnded = false;

  const bootstrap = async (): Promise<void> => {
    memory.isBootstrapping = true;
    try {
      const answers = await askPeers(memory.members.filter((node) => node !== settings.node));
      const seen = { ...observe(memory, settings), peers: answers };
      const again = decide(seen);
      const forced = seen.wish === "force-bootstrap";
      if (again.kind !== "bootstrap" || !mayBootstrap(settings.node, again.consenting, answers, forced)) {
        log("another member's answer has changed; not bootstrapping now");
        // Two that claim it at once both step back, for different times.
        memory.isBootstrapping = false;
        return await sleep(Math.random() * PAUSE_AFTER_FAILURE_MS);
      }
      // A founder has applied all that it received: see decide.ts.
      await forgetReceived(session);
      await startGroup(session, { node: settings.node, members: memory.members }, true);
      forgetWish("force-bootstrap");
    } finally {
      memory.isBootstrapping = false;
    }
  };

  const leave = async (): Promise<void> => {
    try {
      await stopGroup(session, LEAVE_MS);
    } catch (error) {
      log(`leaving takes too long, restarting mysqld: ${messageOf(error)}`);
      mysqld.kill();
    }
  };

  const act = async (decision: Decision): Promise<void> => {
    if (isApplying && decision.kind !== "apply-received") {
      await stopApplier(session);
      isApplying = false;
    }
    switch (decision.kind) {
      case "bootstrap":
        return bootstrap();
      case "join":
        if (decision.forgetsReceived) await forgetReceived(session);
        return startGroup(session, { node: settings.node, members: memory.members }, false);
      case "leave":
        return leave();
      case "restart":
        return mysqld.kill();
      case "clone":
        forgetWish("discard-data");
        return cloneFrom(session, decision.donor);
      case "apply-received":
        if (!isApplying) await startApplier(session);
        isApplying = true;
        return;
      case "stay":
        if (!isFormed && isWritablePrimary(memory, settings)) {
          memory.init = await ensureFormation(session, settings);
          if (memory.init.state === "failed") log(memory.init.message);
          isFormed = true;
        }
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
    stop: async () => {
      await takeTurn(memory, settings);
      isEnded = true;
      session.close();
      await stopMember(memory, settings, watch, mysqld);
    },
  };
}

function observe(memory: Memory, { node }: Settings): Observation {
  const { members, peers } = memory;
  return { self: node, members, local: localOf(memory), peers, wish: wish() };
}

function countMembers(memory: Memory): void {
  const local = localOf(memory);
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

function wish(): Wish | undefined {
  return (["force-bootstrap", "discard-data"] as const).find((each) => existsSync(join(WISHES_FOLDER, each)));
}

function forgetWish(fulfilled: Wish): void {
  rmSync(join(WISHES_FOLDER, fulfilled), { force: true });
}

function note(memory: Memory, decision: Decision): void {
  const { kind, reason } = memory.decision;
  if (kind !== decision.kind || reason !== decision.reason) {
    memory.since = new Date();
    log(`${decision.kind}: ${decision.reason}`);
  }
  memory.decision = decision;
}
