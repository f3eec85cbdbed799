import type { ResolvedConfig } from "../config/index.ts";
import { type NodeOptions, webNodeDefaults } from "./options.ts";

/** The web nodes' part of a config, without the site's files. */
export function nodeOptions({ app, web, loadBalancer }: ResolvedConfig): NodeOptions {
  return {
    ...webNodeDefaults,
    documentRoot: app.documentRoot,
    writableFolders: app.writableFolders,
    phpExtensions: web.phpExtensions,
    phpIni: web.phpIni,
    htaccess: web.htaccess,
    environment: web.environment,
    extraPackages: web.extraPackages,
    maxRequestWorkers: web.requestWorkers,
    requestTimeoutSeconds: loadBalancer.requestTimeoutSeconds,
  };
}
