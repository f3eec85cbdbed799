import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import type { SeenContainer } from "./engine.ts";
import type { Repair } from "./leftovers.ts";

/** For a container whose role the config no longer has. */
const usualStopSeconds = 30;

/** Clears the names and ports that the deploy needs. */
export async function clearBefore({ removedFirst, removedLast, removedNetworks }: Repair): Promise<void> {
  const docker = await openLocalEngine();
  await Promise.all(removedFirst.map((container) => stopAndRemove(docker, container, usualStopSeconds)));
  // Its successor has the same name, if it has the same settings.
  for (const { id, name } of removedLast)
    await unlessGone(docker.getContainer(id).rename({ name: `${name}-${randomBytes(4).toString("hex")}` }));
  await removeNetworks(removedNetworks.map(({ id }) => id));
}

/** Removes what has successors now, as Terraform does: with the time that each role takes to hand over. */
export async function clearAfter(
  { removedLast }: Repair,
  stopSecondsByRole: Readonly<Record<string, number>>,
): Promise<void> {
  const docker = await openLocalEngine();
  await Promise.all(
    removedLast.map((container) =>
      stopAndRemove(docker, container, stopSecondsByRole[container.role] ?? usualStopSeconds),
    ),
  );
}

/** Removes containers that a deploy made and could not finish. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  const docker = await openLocalEngine();
  for (const id of ids) await unlessGone(docker.getContainer(id).remove({ force: true }));
}

export async function removeNetworks(ids: readonly string[]): Promise<void> {
  const docker = await openLocalEngine();
  for (const id of ids) await unlessGone(docker.getNetwork(id).remove());
}

async function stopAndRemove(docker: Docker, container: SeenContainer, seconds: number): Promise<void> {
  const handle = docker.getContainer(container.id);
  if (container.isRunning) await handle.stop({ t: seconds }).catch(() => undefined);
  // Without its volumes: they hold the data.
  await unlessGone(handle.remove({ force: true, v: false }));
}

async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
    const isGone = status === 404 || (status === 409 && String(error).includes("already in progress"));
    if (!isGone) throw error;
  }
}
