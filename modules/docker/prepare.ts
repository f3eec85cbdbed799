import { join, resolve } from "node:path";
import {
  type AppConfig,
  ConfigError,
  type DatabaseConfig,
  type LoadBalancerConfig,
  locateFiles,
  type PresetName,
  type ResolvedConfig,
  resolveConfig,
  type WebConfig,
} from "../config/index.ts";
import { checkLocalEngine } from "../docker-engine/index.ts";
import { projectIdOf } from "../project-identity/index.ts";
import {
  certificateProblems,
  ensureSecrets,
  readCertificate,
  stageOwnCertificate,
  stageSiteSecrets,
} from "../secrets/index.ts";
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
import type { LampStackProps } from "./lamp-stack-props.ts";
import { stageImages } from "./stage-images.ts";

/**
 * A stack on a Docker engine, tier by tier, for your own CDKTF app. The tiers' fields are those of lampstand.config.ts, but for
 * those that only DigitalOcean has.
 */
export interface LampStackOptions {
  /**
   * Your app's folder, e.g. `import.meta.dirname`: paths in the tiers are relative to it. Build contexts and secrets, which are
   * made once and kept, are below `.lampstand` in it; keep that out of version control.
   */
  readonly folder: string;
  /** Name of the stack; containers, networks and volumes start with it. @default "lampstand" */
  readonly name?: string;
  /** How many servers each tier has, where the tier doesn't set it. @default "ha" */
  readonly preset?: PresetName;
  /** The PHP site. @default the folder `app` */
  readonly app?: Omit<AppConfig, "git" | "archive">;
  /** The web nodes. @default two of 256 MiB each; one in preset lab */
  readonly web?: Omit<WebConfig, "autoscale">;
  /** The load balancer. @default on 127.0.0.1, ports 8080, 8443 and 8404 */
  readonly loadBalancer?: LoadBalancerConfig;
  /** The MySQL servers and database routers. @default three members of 640 MiB each; one in presets lab and small */
  readonly database?: DatabaseConfig;
  /**
   * Further MySQL users of the site's database, for containers of your own (`LampStack.addContainer`). Each has its own
   * password and all privileges in that database. One that is left out later keeps its account.
   * @default none
   */
  readonly databaseUsers?: readonly string[];
  /**
   * Name of an existing Docker network that the load balancer joins: containers on it reach the site at `http://NAME:8080`,
   * NAME being the stack's. For a reverse proxy of your own. @default none
   */
  readonly publicNetwork?: string;
  /** Path of Terraform's state, relative to `folder`: the volumes in it are kept. @default not read */
  readonly stateFile?: string;
}

/**
 * What a {@link LampStack} is built from: resolves the options, writes the build contexts, makes the secrets and asks the engine.
 * {@link LampStack.create} does this and builds; use it apart for a subclass of TerraformStack, whose constructor can't wait.
 *
 * @returns the props of the construct
 * @throws {ConfigError} with every problem of the options at once, a missing folder or file that they name included
 * @throws {Failure} where LAMPSTAND_DELETE_DATA, which lets Terraform delete data, has a name that means none
 */
export async function prepareLampStack(options: LampStackOptions): Promise<LampStackProps> {
  const { folder, stateFile, databaseUsers = [], publicNetwork, ...config } = options;
  const resolved = locateFiles(resolveConfig(config), folder);
  assertUserNames(databaseUsers, resolved);
  if (stateFile === undefined) assertDistinctFolders(resolved);
  const deployed = stateFile === undefined ? nothingDeployed : readDeployedData(resolve(folder, stateFile));
  const deletion = { names: deletionNames(process.env), source: deletionVariable };
  const props = await prepareResolved(resolved, folder, deployed, deletion, databaseUsers);
  return publicNetwork === undefined ? props : { ...props, publicNetwork };
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
  const engine = await checkLocalEngine();
  const readers = engine.readsAsNobody ? "everybody" : "owner";
  const made = await ensureSecrets(
    join(stackFolder, "secrets"),
    componentIds(topology, "database"),
    readers,
    databaseUsers,
  );
  const secrets = {
    ...made,
    siteSecretsVersion: stageSiteSecrets(made.webFolder, config.web.secrets, readers),
  };
  const files = config.loadBalancer.certificate;
  const certificate = files && readCertificate(files);
  if (certificate !== undefined) {
    const problems = certificateProblems("loadBalancer.certificate", certificate, undefined, new Date());
    if (problems.length > 0) throw new ConfigError([...problems]);
  }
  const certificateFile =
    certificate &&
    stageOwnCertificate(secrets.balancerFolder, certificate, engine.readsAsNobody ? 0o644 : 0o600);
  const images = stageImages(config, topology, stackFolder, certificateFile);
  const { securityOptions } = engine;
  const projectId = projectIdOf(folder);
  return { projectId, config, topology, secrets, images, volumes, securityOptions };
}
