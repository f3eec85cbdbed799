import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  type Decision,
  decide,
  type LocalMember,
  mayBootstrap,
  type Observation,
  type Wish,
} from "./decide.ts";
import { ensureFormation } from "./formation.ts";
import { cloneFrom, handOver, startApplier, startGroup, stopApplier, stopGroup } from "./group.ts";
import { log, messageOf, sleep } from "./log.ts";
import type { Memory } from "./memory.ts";
import type { Mysqld } from "./mysqld.ts";
import { askPeers } from "./peers.ts";
import { type Settings, WISHES_FOLDER } from "./settings.ts";
import { Session } from "./sql.ts";
import { successorOf } from "./successor.ts";
import type { Watch } from "./watch.ts";

const STEP_MS = 200;
const PAUSE_AFTER_FAILURE_MS = 1_000;
/** mysqld that let this many questions of a second go unanswered hangs, and is started anew. */
const HANGS_AFTER_TIMEOUTS = 25;
/** Without a majority MySQL itself waits 30 s for an answer when it leaves. */
const LEAVE_MS = 3_500;

export interface Control {
  /** Gives the primary's role to another, leaves the group and stops mysqld. */
  stop(): Promise<void>;
}

export function startControl(memory: Memory, settings: Settings, watch: Watch, mysqld: Mysqld): Control {
  const session = new Session();
  let isApplying = false;
  let isFormed = false;

  const bootstrap = async (): Promise<void> => {
    memory.isBootstrapping = true;
    try {
      const answers = await askPeers(settings.members.filter((node) => node !== settings.node));
      const seen = { ...observe(memory, settings), peers: answers };
      const again = decide(seen);
      const forced = seen.wish === "force-bootstrap";
      if (again.kind !== "bootstrap" || !mayBootstrap(settings.node, again.consenting, answers, forced)) {
        log("another member's answer has changed; not bootstrapping now");
        // Two that claim it at once both step back, for different times.
        memory.isBootstrapping = false;
        return await sleep(Math.random() * PAUSE_AFTER_FAILURE_MS);
      }
      await startGroup(session, settings, true);
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
        return startGroup(session, settings, false);
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
    while (!memory.isStopping) {
      await watch.refresh();
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
      memory.isStopping = true;
      session.close();
      await stop(memory, settings, watch, mysqld);
    },
  };
}

function observe(memory: Memory, settings: Settings): Observation {
  const { sighting } = memory;
  const isFresh = sighting !== undefined && performance.now() - sighting.askedAtMs < PAUSE_AFTER_FAILURE_MS;
  const local: LocalMember = isFresh
    ? { kind: "up", group: sighting.group, holdings: sighting.holdings }
    : { kind: "down", reason: sighting ? "mysqld does not answer" : "mysqld is starting" };
  return { self: settings.node, members: settings.members, local, peers: memory.peers, wish: wish() };
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

function isWritablePrimary({ sighting }: Memory, { node }: Settings): boolean {
  const self = sighting?.group.view.find((member) => member.node === node);
  return self?.state === "ONLINE" && self.role === "PRIMARY" && sighting?.isReadOnly === false;
}

const LEAVE_IN_ORDER_MS = 10_000;
const SHUTDOWN_MS = 15_000;

async function stop(memory: Memory, settings: Settings, watch: Watch, mysqld: Mysqld): Promise<void> {
  const session = new Session();
  const attempt = async (what: string, step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      log(`stopping: ${what} failed: ${messageOf(error)}`);
    }
  };
  if (isWritablePrimary(memory, settings))
    await attempt("the hand-over", () => handOverToAnother(session, memory, settings));
  // A mysqld that is told to shut down while it is in a group may take a minute over it.
  if (memory.sighting && memory.sighting.group.state !== "OFFLINE")
    await attempt("leaving the group", () => stopGroup(session, LEAVE_IN_ORDER_MS));
  // mysqld waits two seconds for clients that don't go by themselves.
  session.close();
  watch.end();
  await mysqld.stop(SHUTDOWN_MS);
}

async function handOverToAnother(session: Session, memory: Memory, settings: Settings): Promise<void> {
  // Others may have been told to stop at the same moment.
  const answers = await askPeers(settings.members.filter((node) => node !== settings.node));
  const successor = successorOf(memory.sighting?.group.view ?? [], answers, settings);
  if (!successor) return;
  log(`stopping: ${successor.node} becomes primary`);
  await handOver(session, successor.uuid);
}
