import { join } from "node:path";
import type { ResolvedConfig } from "../config/index.ts";
import {
  type DatabaseOptions,
  databaseImage,
  databaseNeeds,
  readSqlFiles,
  stageInit,
} from "../database/index.ts";
import { routerImage, routerNeeds } from "../database-router/index.ts";
import {
  type BuildContext,
  type ContainerNeeds,
  type ImageRecipe,
  type RecipeFile,
  writeContext,
} from "../image/index.ts";
import {
  balancerImage,
  balancerNeeds,
  balancerSettings,
  configurationPlace,
  renderBalancerConfig,
} from "../load-balancer/index.ts";
import { stageFolder } from "../staging/index.ts";
import { type clientId, componentIds, type LocalRole, type LocalTopology } from "../topology/index.ts";
import {
  assertWebNodeOptions,
  isInWritableFolder,
  listSite,
  nodeOptions,
  readApp,
  readOwnApache,
  secretFilesOf,
  sessionsSql,
  type WebNodeOptions,
  webNodeNeeds,
  withHashes,
} from "../web-node/index.ts";
import { type StagedConfiguration, stageConfiguration } from "./stage-configuration.ts";
import { stageSite } from "./stage-site.ts";

/** The roles that run in containers of their own. */
export type ServerRole = Exclude<LocalRole, typeof clientId>;

/** An image ready to be built, and what its containers need. */
export interface StagedImage {
  readonly context: BuildContext;
  readonly needs: ContainerNeeds;
  /** The configuration that its containers reload while they run, for roles whose configuration isn't in the image. */
  readonly configuration?: StagedConfiguration;
}

export interface StagedImages extends Readonly<Record<ServerRole, StagedImage>> {
  /** What the web nodes' image is built from. */
  readonly site: BuildContext;
  /** Folder with the files that list the group's members. */
  readonly groupFolder: string;
  /** Hash of the init SQL that is staged in there. */
  readonly initHash: string;
}

/**
 * Writes the build context of each role to `<folder>/images`, and the balancer's configuration to `<folder>/balancer`;
 * reads the app and the init SQL.
 * @param certificateFile name of the user's own certificate among the balancer's secrets
 */
export function stageImages(
  config: ResolvedConfig,
  topology: LocalTopology,
  folder: string,
  certificateFile?: string,
): StagedImages {
  const stage = (role: ServerRole, recipe: ImageRecipe, needs: ContainerNeeds): StagedImage => ({
    context: writeContext(recipe, join(folder, "images", role)),
    needs,
  });
  const groupFolder = join(folder, "group");
  stageFolder(groupFolder, 0o755);
  const { options: web, bytesOf } = readSite(config, folder);
  assertWebNodeOptions(web);
  const { site, recipe: webImage } = stageSite(web, bytesOf, topology.name, folder);
  const database = databaseOptions(config, topology);
  const balancer = renderBalancerConfig(balancerSettings(config, certificateFile));
  return {
    "load-balancer": {
      ...stage("load-balancer", balancerImage(), balancerNeeds()),
      configuration: stageConfiguration(balancer, join(folder, "balancer"), configurationPlace),
    },
    web: stage("web", webImage, webNodeNeeds(web, seedBytes(web, bytesOf))),
    site,
    "database-router": stage("database-router", routerImage({ members: database.members }), routerNeeds()),
    groupFolder,
    initHash: stageInit(initOf(config), groupFolder),
    database: stage("database", databaseImage(database), databaseNeeds(database)),
  };
}

/** Size of the site's own files in its writable folders. */
function seedBytes(options: WebNodeOptions, bytesOf: ReadonlyMap<string, number>): number {
  return [...bytesOf]
    .filter(([path]) => isInWritableFolder(options, path))
    .reduce((sum, [, bytes]) => sum + bytes, 0);
}

/** @throws {WebNodeOptionsError} naming every value of the config that a web node can't be made with */
export function checkSite(config: ResolvedConfig): void {
  assertWebNodeOptions(webNodeOptions(config, readApp(config.app.path, secretFilesOf(config))));
}

/** The web nodes' options, with the site's files and their hashes, and the size of each file. */
function readSite(config: ResolvedConfig, folder: string) {
  const { entries } = listSite(config);
  return {
    options: webNodeOptions(config, withHashes(entries, join(folder, "site-hashes.json"))),
    bytesOf: new Map(entries.map((entry) => [entry.path, entry.kind === "file" ? entry.bytes : 0])),
  };
}

function webNodeOptions(config: ResolvedConfig, appFiles: readonly RecipeFile[]): WebNodeOptions {
  return {
    ...nodeOptions(config),
    apache: readOwnApache(config),
    maxRequestBodyMb: config.loadBalancer.maxRequestBodyMb,
    appFiles,
  };
}

/**
 * Connections that a member takes: each worker of each web node may hold three (writes, reads, sessions). The same for
 * every config, because the number is in the members' image: one that followed the web nodes' count would restart all
 * members whenever that changes.
 */
const memberConnections = 1000;

function databaseOptions(config: ResolvedConfig, topology: LocalTopology): DatabaseOptions {
  return {
    members: componentIds(topology, "database"),
    memoryMb: config.database.memoryMb,
    connections: memberConnections,
    strict: config.database.strict,
    settings: config.database.settings,
    database: config.database.name,
    user: config.database.user,
    schemaSql: [sessionsSql()],
  };
}

/** The SQL that a new database starts with. */
function initOf({ database: { init } }: ResolvedConfig): readonly RecipeFile[] {
  return init === undefined ? [] : readSqlFiles(init);
}
