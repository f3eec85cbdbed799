import { phpPaths, type ResolvedConfig, seedRules, writablePaths } from "../config/index.ts";
import { databaseEnvironment } from "./database-environment.ts";
import { type NodeOptions, webNodeDefaults } from "./options.ts";

/** The web nodes' part of a config, without the site's files. */
export function nodeOptions(config: ResolvedConfig): NodeOptions {
  const { app, web, loadBalancer } = config;
  return {
    ...webNodeDefaults,
    documentRoot: app.documentRoot,
    writableFolders: writablePaths(app),
    phpFolders: phpPaths(app),
    seedRules: seedRules(app),
    hosts: loadBalancer.hosts,
    hsts: loadBalancer.hsts,
    phpExtensions: web.phpExtensions,
    phpIni: web.phpIni,
    htaccess: web.htaccess,
    environment: web.environment,
    databaseEnvironment: databaseEnvironment(config),
    extraPackages: web.extraPackages,
    maxRequestWorkers: web.requestWorkers,
    maxUploadMb: web.maxUploadMb,
    requestTimeoutSeconds: loadBalancer.requestTimeoutSeconds,
  };
}
