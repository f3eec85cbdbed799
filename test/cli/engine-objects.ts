import type { SeenContainer } from "../../cli/deploy/index.ts";

/** A container of the stack "shop", healthy unless said otherwise. */
export function container(id: string, component: string, more: Partial<SeenContainer> = {}): SeenContainer {
  return {
    id,
    name: `shop-${component}`,
    role: component.replace(/-\d+$/, ""),
    projectId: undefined,
    publishedPorts: [],
    status: "Up 2 minutes (healthy)",
    isRunning: true,
    isHealthy: true,
    folders: [],
    volumeNames: [],
    networkIds: [],
    ...more,
  };
}
