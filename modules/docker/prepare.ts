import { join, resolve } from "node:path";
import { type Config, locateFiles, type ResolvedConfig, resolveConfig } from "../config/index.ts";
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
  const { securityOptions } = engine;
  return { config, topology, secrets, images, volumes, securityOptions };
 * @throws {ConfigError} with every problem of the config at once, a missing folder or file that it names included
 * @throws {Failure} where LAMPSTAND_DELETE_DATA, which lets Terraform delete data, has a name that means none
 */
export async function prepareLampStack(
  config: Config,
  folder: string,
  options: { readonly stateFile?: string } = {},
): Promise<LampStackProps> {
  const { stateFile } = options;
  const resolved = locateFiles(resolveConfig(config), folder);
  if (stateFile === undefined) assertDistinctFolders(resolved);
  const deployed = stateFile === undefined ? nothingDeployed : readDeployedData(resolve(folder, stateFile));
  return prepareResolved(resolved, folder, deployed, {
    names: deletionNames(process.env),
    source: deletionVariable,
  });
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
  );
  const images = stageImages(config, topology, stackFolder);
  const { securityOptions } = engine;
  const projectId = projectIdOf(folder);
  return { projectId, config, topology, secrets, images, volumes, securityOptions };
}
