import type { ResolvedConfig } from "../../../modules/config/index.ts";
import { renderMyCnf } from "../../../modules/database/index.ts";
import { renderRouterConfig } from "../../../modules/database-router/index.ts";
import { balancerSettings, renderBalancerConfig } from "../../../modules/load-balancer/index.ts";
import { componentIds, planTopology } from "../../../modules/topology/index.ts";
import { defineWebNode, nodeOptions, readApp, webNodePlaces } from "../../../modules/web-node/index.ts";

/** The settings that the servers of the local stack are deployed with, as text in each server's own language. */
export interface RenderedSettings {
  readonly balancer: string;
  readonly router: string;
  readonly member: string;
  readonly apache: string;
  readonly php: string;
}

/**
 * Renders them with the same functions as a deploy.
 * @param config with absolute paths
 * @throws Error where the site's files are not what the config says of them
 */
export function renderSettings(config: ResolvedConfig): RenderedSettings {
  const { database } = config;
  const node = defineWebNode({
    ...nodeOptions(config),
    appFiles: readApp(config.app.path),
  });
  const content = (path: string): string => {
    const file = node.files.find((candidate) => candidate.path === path);
    return file !== undefined && "content" in file ? String(file.content) : "";
  };
  return {
    balancer: renderBalancerConfig(balancerSettings(config)),
    router: renderRouterConfig({ members: componentIds(planTopology(config, "local"), "database") }),
    member: renderMyCnf({ memoryMb: database.memoryMb, connections: 0 }),
    apache: content(webNodePlaces.serverConfiguration),
    php: content(webNodePlaces.phpIni),
  };
}
