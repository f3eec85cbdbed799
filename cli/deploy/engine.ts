import { labelNames } from "../../modules/docker/index.ts";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";

/** What a Docker engine has of a stack, found by its label. */
export interface EngineObjects {
  readonly containers: readonly {
    readonly id: string;
    readonly name: string;
    readonly publishedPorts: readonly number[];
    /** As `docker ps` shows it, e.g. `Up 2 minutes (healthy)`. */
    readonly status: string;
  }[];
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly volumes: readonly { readonly name: string }[];
}

export async function seeEngineObjects(stackName: string): Promise<EngineObjects> {
  const docker = await openLocalEngine();
  const filters = { label: [`${labelNames.stack}=${stackName}`] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    containers: containers.map(({ Id: id, Names: [name = id], Ports: ports, Status: status }) => ({
      id,
      name: name.replace(/^\//, ""),
      publishedPorts: ports.flatMap(({ PublicPort }) => PublicPort || []),
      status,
    })),
    networks: networks.map(({ Id: id, Name: name }) => ({ id, name })),
    // The engine answers null, not an empty list, where there is none.
    volumes: (volumes ?? []).map(({ Name: name }) => ({ name })),
  };
}
