import { handOver, stopGroup } from "./group.ts";
import { log, messageOf, sleep } from "./log.ts";
import { isWritablePrimary, localOf, type Memory } from "./memory.ts";
import type { Mysqld } from "./mysqld.ts";
import { askPeers } from "./peers.ts";
import { isDissolved, listedMembers, type Settings } from "./settings.ts";
import { Session } from "./sql.ts";
import { successorOf } from "./successor.ts";
import { stepsBack, type TurnSight, turnToStop } from "./turn.ts";
import type { Watch } from "./watch.ts";

const ASK_AGAIN_MS = 250;

/** Returns when this member may stop: `isStopping` is then published, and no other that was told to stop is at it. */
export async function takeTurn(memory: Memory, settings: Settings): Promise<void> {
  // Published before the others are asked, so that of two at least one learns of the other.
  memory.awaitsTurn = true;
  for (let last = ""; ; await sleep(ASK_AGAIN_MS)) {
    const turn = turnToStop(await lookAround(memory, settings));
    if (turn.kind === "wait") {
      if (turn.reason !== last) log(`told to stop: ${turn.reason}`);
      last = turn.reason;
      continue;
    }
    memory.isStopping = true;
    if (!stepsBack(await lookAround(memory, settings))) return;
    memory.isStopping = false;
  }
}

async function lookAround(memory: Memory, { node }: Settings): Promise<TurnSight> {
  const peers = await askPeers(memory.members, node);
  const now = performance.now();
  return {
    self: node,
    listed: listedMembers(),
    local: localOf(memory),
    peers,
    absentMs: new Map([...memory.onlineAtMs].map(([each, atMs]) => [each, now - atMs])),
    isDissolved: isDissolved(),
  };
}

const LEAVE_IN_ORDER_MS = 10_000;
const SHUTDOWN_MS = 15_000;

export async function stopMember(
  memory: Memory,
  settings: Settings,
  watch: Watch,
  mysqld: Mysqld,
): Promise<void> {
  const session = new Session();
  const attempt = async (what: string, step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      log(`stopping: ${what} failed: ${messageOf(error)}`);
    }
  };
  const isDissolving = isDissolved();
  if (!isDissolving && isWritablePrimary(memory, settings))
    await attempt("the hand-over", () => handOverToAnother(session, memory, settings));
  // A mysqld that is told to shut down while it is in a group may take a minute over it.
  if (!isDissolving && memory.sighting && memory.sighting.group.state !== "OFFLINE")
    await attempt("leaving the group", () => stopGroup(session, LEAVE_IN_ORDER_MS));
  // mysqld waits two seconds for clients that don't go by themselves.
  session.close();
  watch.end();
  // Members that all leave at once wait for each other for more than 3 s. What is acknowledged is on disk, and the next
  // start is that after a kill of all members.
  await mysqld.stop(isDissolving ? 0 : SHUTDOWN_MS);
}

async function handOverToAnother(session: Session, memory: Memory, settings: Settings): Promise<void> {
  // Others may have been told to stop at the same moment.
  const { node } = settings;
  const answers = await askPeers(memory.members, node);
  const seats = { members: memory.listed, node };
  const successor = successorOf(memory.sighting?.group.view ?? [], answers, seats);
  if (!successor) return;
  log(`stopping: ${successor.node} becomes primary`);
  await handOver(session, successor.uuid);
}
