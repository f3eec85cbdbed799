import { join, resolve } from "node:path";
import {
  type Config,
  ConfigError,
  locateFiles,
  type ResolvedConfig,
  resolveConfig,
} from "../config/index.ts";
import { fitLocalEngine } from "../docker-engine/index.ts";
import { projectIdOf } from "../project-identity/index.ts";
import { ensureSecrets } from "../secrets/index.ts";
import {
  assertDistinctFolders,
  type DeployedData,
  deletionNames,
  deletionVariable,
  nothingDeployed,
  planVolumes,
  readDeployedData,
  volumesNamed,
} from "../stored-data/index.ts";
import { componentIds, planTopology } from "../topology/index.ts";
import type { LampStackProps } from "./lamp-stack.ts";
import { stageImages } from "./stage-images.ts";

/**
 * Makes ready what a {@link LampStack} is built from, for your own CDKTF app. Below `<folder>/.lampstand/<name>`
 * are then the build contexts of its images and its secrets, which are made once and kept; keep `.lampstand` out of
 * version control.
 *
 * @param config as in lampstand.config.ts: every field has a default; its paths are relative to `folder`
 * @param folder the app's own folder, e.g. `import.meta.dirname`
 * @returns the props of the construct
 * @throws {ConfigError} with every problem of the config at once, a missing folder or file that it names included
 * @throws {Failure} where LAMPSTAND_DELETE_DATA, which lets Terraform delete data, has a name that means none
 */
export async function prepareLampStack(
  config: Config,
  folder: string,
  options: PrepareOptions = {},
): Promise<LampStackProps> {
  const { stateFile, databaseUsers = [] } = options;
  const resolved = locateFiles(resolveConfig(config), folder);
  assertUserNames(databaseUsers, resolved);
  if (stateFile === undefined) assertDistinctFolders(resolved);
  const deployed = stateFile === undefined ? nothingDeployed : readDeployedData(resolve(folder, stateFile));
  const deletion = { names: deletionNames(process.env), source: deletionVariable };
  return prepareResolved(resolved, folder, deployed, deletion, databaseUsers);
}

export interface PrepareOptions {
  /** Path of Terraform's state, relative to the app's folder: its volumes are then kept. @default not read */
  readonly stateFile?: string;
  /**
   * Further MySQL users of the site's database, for containers of your own (`LampStack.addContainer`). Each has a
   * password of its own and may do everything in that database. One that is left out later keeps its account.
   * @default none
   */
  readonly databaseUsers?: readonly string[];
}

/** Longest name of a MySQL user. */
const longestUserName = 32;

/** @throws {ConfigError} naming every user that MySQL or the stack can't have */
function assertUserNames(users: readonly string[], { database }: ResolvedConfig): void {
  const problems = users
    .filter(
      (user, index) =>
        !/^[a-z][a-z0-9_]*$/.test(user) ||
        user.length > longestUserName ||
        /^(root$|mysql|lampstand)/.test(user) ||
        user === database.user ||
        users.indexOf(user) !== index,
    )
    .map((user) => ({
      path: "databaseUsers",
      given: `got ${JSON.stringify(user)}`,
      allowed: `1 to ${longestUserName} lower-case letters, digits and underscores, each name once; not "root", not "${database.user}", which is the site's, and nothing that begins with "mysql" or "lampstand"`,
      hint: 'for example "worker"',
    }));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** What a user lets Terraform delete. */
export interface Deletion {
  /** Folders, members, volumes, or a stack's name for all of its data. */
  readonly names: readonly string[];
  /** Where the names come from, for messages: an option or an environment variable. */
  readonly source: string;
}

/** The same for a config that is resolved already, with absolute paths, beside what is deployed. */
export async function prepareResolved(
  config: ResolvedConfig,
  folder: string,
  deployed: DeployedData,
  { names, source }: Deletion,
  databaseUsers: readonly string[] = [],
): Promise<LampStackProps> {
  const topology = planTopology(config, "local");
  const deletable = volumesNamed(names, source, config, topology, deployed);
  const volumes = planVolumes(config, topology, deployed, deletable);
  const stackFolder = join(folder, ".lampstand", config.name);
  const engine = await fitLocalEngine();
  const secrets = await ensureSecrets(
    join(stackFolder, "secrets"),
    componentIds(topology, "database"),
    engine.readsAsNobody ? "everybody" : "owner",
    databaseUsers,
  );
  const images = stageImages(config, topology, stackFolder);
  const { securityOptions } = engine;
  const projectId = projectIdOf(folder);
  return { projectId, config, topology, secrets, images, volumes, securityOptions };
}
