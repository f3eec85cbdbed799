import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { demultiplex } from "../../modules/docker-engine/index.ts";
import { type Fields, isSet, numberOf, ProviderError, textOf } from "../plugin/index.ts";
import { type Engine, found } from "./engine.ts";

/** Short enough not to be felt; an inspection takes the engine about 2 ms. */
const POLL_MS = 150;
/** Of a failed container's output. */
const LAST_LINES = 20;

export interface Started {
  readonly container: Docker.ContainerInspectInfo;
  readonly logs: string | null;
}

/**
 * Waits for what the configuration asks for: the end (`attach`), health (`wait`) or that it runs (`must_run`).
 * @throws ProviderError with the container's last words where that doesn't come about.
 */
export async function awaitStarted(
  engine: Engine,
  id: string,
  planned: Fields,
  signal: AbortSignal,
): Promise<Started> {
  const handle = engine.docker.getContainer(id);
  if (isSet(planned, "attach")) {
    await handle.wait({ abortSignal: signal });
    const logs = isSet(planned, "logs") ? await outputOf(handle, null) : null;
    return { container: await handle.inspect(), logs };
  }
  if (isSet(planned, "wait")) return { container: await untilHealthy(handle, planned, signal), logs: null };
  if (isSet(planned, "must_run") && isSet(planned, "start")) {
    return { container: await untilRunning(handle, planned, signal), logs: null };
  }
  return { container: await handle.inspect(), logs: null };
}

async function untilHealthy(
  handle: Docker.Container,
  planned: Fields,
  signal: AbortSignal,
): Promise<Docker.ContainerInspectInfo> {
  const timeoutS = numberOf(planned, "wait_timeout") ?? 60;
  const deadline = Date.now() + timeoutS * 1000;
  const name = textOf(planned, "name") ?? "";
  for (;;) {
    const container = await handle.inspect();
    const health = container.State.Health?.Status;
    if (health === "healthy") return container;
    if (!health || health === "none") {
      const advice = "Give it a healthcheck block, or set wait = false.";
      throw new ProviderError(`Container ${name} has no health check to wait for`, advice, ["wait"]);
    }
    if (health === "unhealthy") throw await failure(handle, container, `Container ${name} is unhealthy`);
    if (hasEnded(container)) throw await failure(handle, container, endedSummary(name, container));
    if (Date.now() >= deadline) {
      const summary = `Container ${name} is not healthy after ${timeoutS} s (wait_timeout)`;
      throw await failure(handle, container, summary);
    }
    await delay(POLL_MS, undefined, { signal });
  }
}

async function untilRunning(
  handle: Docker.Container,
  planned: Fields,
  signal: AbortSignal,
): Promise<Docker.ContainerInspectInfo> {
  const timeoutMs = numberOf(planned, "container_read_refresh_timeout_milliseconds") ?? 15_000;
  const deadline = Date.now() + timeoutMs;
  let wasUp = false;
  const name = textOf(planned, "name") ?? "";
  for (;;) {
    const container = await handle.inspect();
    const isUp = container.State.Running && !container.State.Restarting;
    // Seen up twice: a container that can't work mostly ends in the moment after its start.
    if (isUp && wasUp) return container;
    wasUp = isUp;
    if (hasEnded(container)) throw await failure(handle, container, endedSummary(name, container));
    if (Date.now() >= deadline) {
      throw await failure(handle, container, `Container ${name} does not run after ${timeoutMs} ms`);
    }
    await delay(POLL_MS, undefined, { signal });
  }
}

/** True where it has ended and no restart policy brings it back. */
function hasEnded(container: Docker.ContainerInspectInfo): boolean {
  const { Running, Restarting, Status } = container.State;
  return !Running && !Restarting && (Status === "exited" || Status === "dead");
}

function endedSummary(name: string, container: Docker.ContainerInspectInfo): string {
  const reason = container.State.OOMKilled ? " (killed: out of memory)" : "";
  return `Container ${name} ended with exit code ${container.State.ExitCode}${reason}`;
}

async function failure(
  handle: Docker.Container,
  container: Docker.ContainerInspectInfo,
  summary: string,
): Promise<ProviderError> {
  const lastCheck = container.State.Health?.Log?.at(-1);
  const output = (await found(outputOf(handle, LAST_LINES)))?.trim();
  const parts = [
    container.State.Error ? `The engine reports: ${container.State.Error}` : "",
    lastCheck ? `Last health check: exit code ${lastCheck.ExitCode}: ${lastCheck.Output.trim()}` : "",
    output ? `Its last output:\n${output}` : "It wrote no output.",
  ];
  return new ProviderError(summary, parts.filter((part) => part !== "").join("\n"));
}

/** The last lines (null: all) that a container wrote, both streams in order. */
async function outputOf(handle: Docker.Container, lines: number | null): Promise<string> {
  const { Config } = await handle.inspect();
  const bytes = await handle.logs({
    stdout: true,
    stderr: true,
    follow: false,
    ...(lines === null ? {} : { tail: lines }),
  });
  return Config.Tty ? bytes.toString() : demultiplex(bytes);
}
