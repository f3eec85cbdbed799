import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import {
  assertLocal,
  checkEngine,
  connectTo,
  type EngineEndpoint,
  findEngine,
  readTraits,
  UnusableEngineError,
} from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { asRoot, lastLines, runCommand } from "./commands.ts";
import type { EngineState } from "./machine.ts";

export const BASE_IMAGE = "debian:13";
const ENGINE_LOG = "/var/log/dockerd.log";
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 200;
const RESPONSE_TIMEOUT_MS = 5_000;

/** An engine's address, where one was found, and what it answered. */
export interface SeenEngine {
  readonly endpoint: EngineEndpoint | undefined;
  readonly engine: EngineState;
}

/** Asks the engine that Docker's own client would use what it is, and for the base image. */
export async function observeEngine(): Promise<SeenEngine> {
  let endpoint: EngineEndpoint | undefined;
  try {
    endpoint = findEngine();
    assertLocal(endpoint);
    return { endpoint, engine: await probeEngine(endpoint) };
  } catch (error) {
    if (!(error instanceof UnusableEngineError)) throw error;
    return { endpoint, engine: { kind: "unusable", refusal: error.refusal } };
  }
}

async function probeEngine(endpoint: EngineEndpoint): Promise<EngineState> {
  try {
    const traits = await readTraits(endpoint, RESPONSE_TIMEOUT_MS);
    checkEngine(traits);
    const docker = await connectTo(endpoint, { timeoutMs: RESPONSE_TIMEOUT_MS });
    return { kind: "reachable", traits, hasBaseImage: await hasBaseImage(docker) };
  } catch (error) {
    if (error instanceof UnusableEngineError) throw error;
    const isForbidden = error instanceof Error && "code" in error && error.code === "EACCES";
    return { kind: isForbidden ? "forbidden" : "absent" };
  }
}

/** Whether the engine has the base image. */
export async function hasBaseImage(docker: Docker): Promise<boolean> {
  const found = await docker.listImages({ filters: { reference: [BASE_IMAGE] } });
  return found.length > 0;
}

/**
 * Starts this machine's engine and waits until its socket is there: up to 30 s.
 *
 * @returns what the engine is then, to this user: "reachable" or "forbidden".
 * @throws Failure with the engine's last lines of log when it does not come up.
 */
export async function startEngine(how: "systemctl" | "spawn", throughSudo: boolean): Promise<EngineState> {
  if (how === "systemctl") await runCommand(asRoot(["systemctl", "start", "docker"], throughSudo));
  else spawnEngine(throughSudo);
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const { engine } = await observeEngine();
    if (engine.kind !== "absent") return engine;
    await sleep(POLL_MS);
  }
  const log = how === "systemctl" ? "See: journalctl -u docker" : `The end of ${ENGINE_LOG}:\n${readLog()}`;
  throw new Failure(
    "docker-not-running",
    `The Docker engine did not answer within ${START_TIMEOUT_MS / 1000} s. ${log}`,
  );
}

function spawnEngine(throughSudo: boolean): void {
  // The shell opens the log, since only root may write there and this process may not be root.
  const command = ["sh", "-c", 'exec dockerd >>"$1" 2>&1', "sh", ENGINE_LOG];
  const [file = "", ...args] = asRoot(command, throughSudo);
  // A session of its own: the engine outlives this command and the terminal that it was typed in.
  const engine = spawn(file, args, { cwd: "/", detached: true, stdio: "ignore" });
  // When it doesn't start, its socket never answers, and its log has the reason.
  engine.on("error", () => {});
  engine.unref();
}

function readLog(): string {
  try {
    return lastLines(readFileSync(ENGINE_LOG, "utf8"));
  } catch (error) {
    return `(it can't be read: ${String(error)})`;
  }
}
