import type Docker from "dockerode";
import { labelNames } from "../../modules/docker/index.ts";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";

const deadlineMs = 60_000;
const pauseMs = 500;

/**
 * Removes what the engine has of a stack, by its label: containers, networks, volumes and images.
 * It looks again until twice in a row nothing is there: a deploy that was interrupted may have asked the engine for
 * something that it makes only now.
 * @throws Error naming what is left after a minute
 */
export async function removeObjects(stackName: string): Promise<void> {
  const docker = await openLocalEngine();
  const deadline = Date.now() + deadlineMs;
  for (let timesEmpty = 0; timesEmpty < 2; ) {
    const left = await removeOnce(docker, stackName);
    timesEmpty = left.length === 0 ? timesEmpty + 1 : 0;
    if (timesEmpty === 0 && Date.now() > deadline)
      throw new Error(`These could not be removed: ${left.join(", ")}`);
    if (timesEmpty < 2) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** @returns the names of what was there */
async function removeOnce(docker: Docker, stackName: string): Promise<string[]> {
  const filters = { label: [`${labelNames.stack}=${stackName}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await settle(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks({ filters });
  await settle(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  const { Volumes: volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  await settle(volumes.map(({ Name }) => docker.getVolume(Name).remove()));
  const images = await docker.listImages({ filters: JSON.stringify(filters) });
  await settle(images.map(({ Id }) => docker.getImage(Id).remove({ force: true })));
  return [
    ...containers.flatMap(({ Names }) => Names),
    ...networks.map(({ Name }) => Name),
    ...volumes.map(({ Name }) => Name),
    ...images.flatMap(({ RepoTags, Id }) => RepoTags ?? [Id]),
  ];
}

/** What fails now, because it is in use or gone, is looked for again the next time. */
async function settle(removals: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(removals);
}
