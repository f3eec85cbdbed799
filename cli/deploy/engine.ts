import type Docker from "dockerode";
import { labelNames } from "../../modules/docker/index.ts";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";

/** What a Docker engine has of a stack, found by its label. */
export interface EngineObjects {
  readonly containers: readonly SeenContainer[];
  readonly networks: readonly SeenNetwork[];
  readonly volumes: readonly SeenVolume[];
}

export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** The project that made it; undefined for what was made before projects had ids. */
  readonly projectId: string | undefined;
  readonly publishedPorts: readonly number[];
  /** As `docker ps` shows it, e.g. `Up 2 minutes (healthy)`. */
  readonly status: string;
  readonly isRunning: boolean;
  readonly isHealthy: boolean;
  /** Paths of this machine that it sees. */
  readonly folders: readonly string[];
  readonly volumeNames: readonly string[];
  readonly networkIds: readonly string[];
}

export interface SeenNetwork {
  readonly id: string;
  readonly name: string;
  readonly projectId: string | undefined;
}

export interface SeenVolume {
  readonly name: string;
  readonly projectId: string | undefined;
}

export async function seeEngineObjects(stackName: string): Promise<EngineObjects> {
  return seeLabelled(labelNames.stack, stackName);
}

/** What the engine has of a project, of whatever stack name. */
export async function seeProjectObjects(projectId: string): Promise<EngineObjects> {
  return seeLabelled(labelNames.project, projectId);
}

async function seeLabelled(label: string, value: string): Promise<EngineObjects> {
  const docker = await openLocalEngine();
  const filters = { label: [`${label}=${value}`] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    containers: containers.map(seenContainer),
    networks: networks.map(({ Id: id, Name: name, Labels: labels }) => ({
      id,
      name,
      projectId: labels?.[labelNames.project],
    })),
    // The engine answers null, not an empty list, where there is none.
    volumes: (volumes ?? []).map(({ Name: name, Labels: labels }) => ({
      name,
      projectId: labels?.[labelNames.project],
    })),
  };
}

function seenContainer(summary: Docker.ContainerInfo): SeenContainer {
  const {
    Id: id,
    Names: [name = id],
    Labels: labels,
    Mounts: mounts,
  } = summary;
  return {
    id,
    name: name.replace(/^\//, ""),
    role: labels[labelNames.role] ?? "",
    projectId: labels[labelNames.project],
    publishedPorts: summary.Ports.flatMap(({ PublicPort }) => PublicPort || []),
    status: summary.Status,
    isRunning: summary.State === "running",
    isHealthy: summary.Status.includes("(healthy)"),
    folders: mounts.flatMap(({ Type, Source }) => (Type === "bind" ? Source : [])),
    volumeNames: mounts.flatMap(({ Type, Name }) => (Type === "volume" && Name !== undefined ? Name : [])),
    networkIds: Object.values(summary.NetworkSettings.Networks).map(({ NetworkID }) => NetworkID),
  };
}
