import { join, sep } from "node:path";
import type { EngineObjects, SeenContainer } from "./engine.ts";

/** By what a project knows its own Docker objects. */
export interface Ownership {
  /** Ids of all that its Terraform state knows; a volume's id is its name. */
  readonly recordedIds: ReadonlySet<string>;
  /** @default none, where it was never deployed */
  readonly projectId: string | undefined;
  readonly folder: string;
}

/** What an engine has of a stack, apart from what the project's state knows. */
export interface Unrecorded {
  /** Of this very project: a deploy was cut off before it could record them. */
  readonly leftovers: EngineObjects;
  /** Another project's, or of an unknown project. */
  readonly unmanaged: EngineObjects;
}

/**
 * Tells this project's unrecorded objects from others'. Its own have its label. Those of code that had no such label yet
 * are known by what they hang together with: folders of this project, and networks and volumes that its own containers
 * use. What can't be identified is not this project's.
 */
export function sortUnrecorded(seen: EngineObjects, owner: Ownership): Unrecorded {
  const { recordedIds } = owner;
  const own = new Set<string>(recordedIds);
  const projectIds = new Set(owner.projectId === undefined ? [] : [owner.projectId]);
  for (const container of seen.containers)
    if (isMountedFrom(container, owner.folder) && container.projectId !== undefined)
      projectIds.add(container.projectId);
  const isOwn = ({ projectId }: { readonly projectId: string | undefined }) =>
    projectId !== undefined && projectIds.has(projectId);
  const isUnlabelled = ({ projectId }: { readonly projectId: string | undefined }) => projectId === undefined;

  for (const container of seen.containers)
    if (isOwn(container) || (isUnlabelled(container) && isMountedFrom(container, owner.folder)))
      own.add(container.id);
  const ownContainers = seen.containers.filter(({ id }) => own.has(id));
  const used = new Set(
    ownContainers.flatMap(({ networkIds, volumeNames }) => [...networkIds, ...volumeNames]),
  );
  for (const network of seen.networks)
    if (isOwn(network) || (isUnlabelled(network) && used.has(network.id))) own.add(network.id);
  for (const volume of seen.volumes)
    if (isOwn(volume) || (isUnlabelled(volume) && used.has(volume.name))) own.add(volume.name);
  // Routers mount nothing; they are on networks of their stack alone.
  for (const container of seen.containers)
    if (isUnlabelled(container) && container.networkIds.some((id) => own.has(id))) own.add(container.id);

  const pick = (isWanted: (id: string) => boolean): EngineObjects => ({
    containers: seen.containers.filter(({ id }) => isWanted(id)),
    networks: seen.networks.filter(({ id }) => isWanted(id)),
    volumes: seen.volumes.filter(({ name }) => isWanted(name)),
  });
  return {
    leftovers: pick((id) => own.has(id) && !recordedIds.has(id)),
    unmanaged: pick((id) => !own.has(id)),
  };
}

function isMountedFrom({ folders }: SeenContainer, projectFolder: string): boolean {
  const own = join(projectFolder, ".lampstand") + sep;
  return folders.some((folder) => folder.startsWith(own));
}

/** `container shop-web-1`, `network shop-front`, `volume shop-database-1-data` */
export function namesOfObjects({ containers, networks, volumes }: EngineObjects): readonly string[] {
  return [
    ...containers.map(({ name }) => `container ${name}`),
    ...networks.map(({ name }) => `network ${name}`),
    ...volumes.map(({ name }) => `volume ${name}`),
  ];
}
