import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { labelNames } from "../../modules/docker/index.ts";
import { demultiplex, openLocalEngine } from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { type RestartCount, restartingContainer, restartingText } from "./restarts.ts";

const pauseMs = 1_000;
const lastLines = 20;

/** `new`: containers that are made meanwhile, since the others may be about to be replaced. */
export type Watched = "new" | "all";

/**
 * Does `work`, gives what it gives, and ends it by its signal when a container of the stack restarts over and over.
 * @throws Failure with the container's last lines
 */
export async function whileNoneRestarts<T>(
  stackName: string,
  watched: Watched,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const docker = await openLocalEngine();
  const counts = await restartCounts(docker, await containersOf(docker, stackName));
  const ignored = new Set(watched === "new" ? counts.keys() : []);
  const failing = new AbortController();
  const ended = new AbortController();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      const seen = await containersOf(docker, stackName);
      // One that is healthy doesn't restart over and over.
      const asked = seen.filter(({ id, status }) => !ignored.has(id) && !status.includes("(healthy)"));
      const looping = restartingContainer(counts, await countRestarts(docker, asked));
      if (looping !== undefined) {
        failing.abort(await failureOf(docker, looping));
        return;
      }
      await delay(pauseMs, undefined, { signal: ended.signal });
    }
    // What the engine refuses, and the end of the watch, is for the work itself to report.
  })().catch(() => {});
  try {
    return await work(failing.signal);
  } finally {
    ended.abort();
    await watching;
  }
}

/** How often the engine has restarted each of these containers, by id. */
export async function restartCounts(
  docker: Docker,
  containers: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, number>> {
  const counts = await countRestarts(docker, containers);
  return new Map(counts.map(({ id, restarts }) => [id, restarts]));
}

async function containersOf(docker: Docker, stackName: string) {
  const filters = { label: [`${labelNames.stack}=${stackName}`] };
  const containers = await docker.listContainers({ all: true, filters });
  return containers.map(({ Id: id, Status: status }) => ({ id, status }));
}

async function countRestarts(
  docker: Docker,
  containers: readonly { readonly id: string }[],
): Promise<RestartCount[]> {
  const counts = await Promise.all(containers.map(({ id }) => countOf(docker, id)));
  return counts.filter((count) => count !== undefined);
}

/** Undefined where it was removed since it was listed. */
async function countOf(docker: Docker, id: string): Promise<RestartCount | undefined> {
  try {
    const { Name, RestartCount, State } = await docker.getContainer(id).inspect();
    return { id, name: Name.slice(1), restarts: RestartCount, exitCode: State.ExitCode };
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return undefined;
    throw error;
  }
}

async function failureOf(docker: Docker, container: RestartCount): Promise<Failure> {
  const handle = docker.getContainer(container.id);
  const output = await handle.logs({ stdout: true, stderr: true, follow: false, tail: lastLines });
  const lines = demultiplex(output)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return new Failure("container-restarting", restartingText(container, lines));
}
