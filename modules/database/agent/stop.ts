import { type AgentState, type AgentStateOwner, localOf } from "./agent-state.ts";
import { successorOf } from "./decide/successor.ts";
import { mustYield, type TurnInput, turnToStop } from "./decide/turn.ts";
import { pollPeers } from "./http/peers.ts";
import { log, messageOf, sleep } from "./log.ts";
import { handOver, stopGroup } from "./mysql/group.ts";
import type { Mysqld } from "./mysql/mysqld.ts";
import { Session } from "./mysql/session.ts";
import { isDissolved, listedMembers, type Settings } from "./settings.ts";
import { isWritablePrimary } from "./state-views.ts";
import type { Watch } from "./watch.ts";

const ASK_AGAIN_MS = 250;

/** Returns when this member may stop: `isStopping` is then published, and no other member that was asked to stop is stopping. */
export async function takeTurn(state: AgentStateOwner, settings: Settings): Promise<void> {
  // Published before the others are asked, so that of two at least one learns of the other.
  state.awaitingTurn();
  for (let last = ""; ; await sleep(ASK_AGAIN_MS)) {
    const turn = turnToStop(await turnInput(state.current, settings));
    if (turn.kind === "wait") {
      if (turn.reason !== last) log(`asked to stop: ${turn.reason}`);
      last = turn.reason;
      continue;
    }
    state.stopping(true);
    if (!mustYield(await turnInput(state.current, settings))) return;
    state.stopping(false);
  }
}

async function turnInput(state: AgentState, { node }: Settings): Promise<TurnInput> {
  const peers = await pollPeers(state.members, node);
  const now = performance.now();
  return {
    self: node,
    listed: listedMembers(),
    local: localOf(state),
    peers,
    absentMs: new Map([...state.onlineAtMs].map(([each, atMs]) => [each, now - atMs])),
    isDissolved: isDissolved(),
  };
}

const LEAVE_IN_ORDER_MS = 10_000;
const SHUTDOWN_MS = 15_000;

export async function stopMember(
  { current: state }: AgentStateOwner,
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
  if (!isDissolving && isWritablePrimary(state, settings))
    await attempt("the hand-over", () => handOverToAnother(session, state, settings));
  // A mysqld that is asked to shut down while it is in a group may take a minute.
  if (!isDissolving && state.observation && state.observation.group.state !== "OFFLINE")
    await attempt("leaving the group", () => stopGroup(session, LEAVE_IN_ORDER_MS));
  // mysqld waits two seconds for clients that don't go by themselves.
  session.close();
  watch.end();
  // Members that all leave at once wait for each other for more than 3 s. What is acknowledged is on disk, and the next
  // start is that after a kill of all members.
  await mysqld.stop(isDissolving ? 0 : SHUTDOWN_MS);
}

async function handOverToAnother(session: Session, state: AgentState, settings: Settings): Promise<void> {
  // Others may have been asked to stop at the same moment.
  const { node } = settings;
  const answers = await pollPeers(state.members, node);
  const seats = { members: state.listed, node };
  const successor = successorOf(state.observation?.group.view ?? [], answers, seats);
  if (!successor) return;
  log(`stopping: ${successor.node} becomes primary`);
  await handOver(session, successor.uuid);
}
