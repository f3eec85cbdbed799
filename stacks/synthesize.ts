import { rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { ResolvedConfig } from "../modules/config/index.ts";
import { CloudLimitError, type StagedSite, stageSite } from "../modules/digitalocean/index.ts";
import { type Deletion, prepareResolved } from "../modules/docker/index.ts";
import { findLocalEngine, UnusableEngineError } from "../modules/docker-engine/index.ts";
import { projectIdOf } from "../modules/project-identity/index.ts";
import {
  assertSameStack,
  compareData,
  deletionNames,
  deletionVariable,
  OtherStackError,
  planRemoval,
  readDeployedData,
} from "../modules/stored-data/index.ts";
import { planTopology } from "../modules/topology/index.ts";
import { leftOutReport, UserDataTooLargeError } from "../modules/web-node/index.ts";
import { mirrorFolder, useMirror } from "../providers/index.ts";
import { removeStaleBackendRecord } from "./backend-record.ts";
import { CloudStack } from "./cloud.ts";
import { LocalStack, RemainderStack } from "./local.ts";

/**
 * Writes the Terraform configuration of the stack `local`, its build contexts and, the first time, its secrets.
 *
 * @returns Terraform's working folder: below CDKTF_OUTDIR, which the cdktf CLI sets, or else below cdktf.out.
 * @throws {Failure} naming every value of the config that a server can't be made with
 */
export async function synthesizeLocal(
  projectFolder: string,
  config: ResolvedConfig,
  deletion: Deletion,
): Promise<string> {
  const app = appOf(projectFolder);
  await addLocal(app, projectFolder, config, deletion);
  app.synth();
  return prepareWorkFolder(app, "local", projectFolder);
}

/**
 * Writes in place of the stack `local` what remains of it after its removal: its volumes, or nothing. Needs the state
 * and no config.
 *
 * @returns Terraform's working folder.
 */
export function synthesizeRemainder(projectFolder: string, keepsData: boolean): string {
  const app = appOf(projectFolder);
  const stateFile = localStateFile(projectFolder);
  const volumes = planRemoval(readDeployedData(stateFile), keepsData);
  const projectId = projectIdOf(projectFolder);
  new RemainderStack(app, "local", { projectId, stateFile, volumes, engine: findLocalEngine() });
  app.synth();
  return prepareWorkFolder(app, "local", projectFolder);
}

/**
 * Writes those of the stacks `local` and `cloud`: the cdktf CLI doesn't say which of them is wanted, so neither needs
 * what only the other one has. `local` is left out without a usable Docker engine and where the config would replace the
 * deployed stack by an empty one, `cloud` with a site that is too large for a droplet's user data; standard error then
 * has the reason.
 *
 * @throws {Failure} naming every value of the config that a server can't be made with
 */
export async function synthesizeBoth(projectFolder: string, config: ResolvedConfig): Promise<void> {
  const leftOut = leftOutReport(config);
  if (leftOut !== undefined) console.error(leftOut);
  const app = appOf(projectFolder);
  try {
    assertSame(projectFolder, config);
    await addLocal(app, projectFolder, config, {
      names: deletionNames(process.env),
      source: deletionVariable,
    });
  } catch (error) {
    if (!(error instanceof UnusableEngineError || error instanceof OtherStackError)) throw error;
    console.error(`There is no stack "local":\n${error.message}`);
  }
  try {
    addCloud(app, projectFolder, config, {
      site: stageSite(config),
      deletesData: deletionNames(process.env).includes(config.name),
    });
  } catch (error) {
    if (!(error instanceof UserDataTooLargeError || error instanceof CloudLimitError)) throw error;
    app.node.tryRemoveChild("cloud");
    console.error(`There is no stack "cloud":\n${error.message}`);
  }
  app.synth();
  for (const child of app.node.children) prepareWorkFolder(app, child.node.id, projectFolder);
}

/**
 * Writes that of the stack `cloud` into a folder which then is all the project that it knows: state and mirror of
 * providers are in there too.
 *
 * @returns Terraform's working folder.
 */
export function synthesizeCloud(
  folder: string,
  config: ResolvedConfig,
  site: StagedSite,
  deletesData: boolean,
): string {
  const app = new App({ outdir: join(folder, "cdktf.out") });
  addCloud(app, folder, config, { site, deletesData });
  app.synth();
  return prepareWorkFolder(app, "cloud", folder);
}

function assertSame(projectFolder: string, config: ResolvedConfig): void {
  const deployed = readDeployedData(localStateFile(projectFolder));
  assertSameStack(compareData(deployed, config, planTopology(config, "local")), config.name);
}

function appOf(projectFolder: string): App {
  return new App({ outdir: process.env.CDKTF_OUTDIR ?? join(projectFolder, "cdktf.out") });
}

function localStateFile(projectFolder: string): string {
  return join(projectFolder, "terraform.local.tfstate");
}

async function addLocal(
  app: App,
  projectFolder: string,
  config: ResolvedConfig,
  deletion: Deletion,
): Promise<void> {
  const engine = findLocalEngine();
  const stateFile = localStateFile(projectFolder);
  const lampStack = await prepareResolved(config, projectFolder, readDeployedData(stateFile), deletion);
  new LocalStack(app, "local", { ...lampStack, stateFile, engine });
}

function addCloud(
  app: App,
  projectFolder: string,
  config: ResolvedConfig,
  props: { readonly site: StagedSite; readonly deletesData: boolean },
): void {
  const topology = planTopology(config, "cloud");
  const stateFile = join(projectFolder, "terraform.cloud.tfstate");
  new CloudStack(app, "cloud", { config, topology, stateFile, ...props });
}

/** A file beside the synthesized stack that names what Terraform is to take into the state; a synth removes it. */
export function importsFile(workFolder: string): string {
  return join(workFolder, "imports.tf.json");
}

/** What Terraform left in its working folder may be of the time before the project was moved. */
function prepareWorkFolder(app: App, name: string, projectFolder: string): string {
  const workFolder = join(app.outdir, "stacks", name);
  // What a deploy that was cut off left there may name what this stack doesn't have.
  rmSync(importsFile(workFolder), { force: true });
  useMirror(mirrorFolder(projectFolder), workFolder);
  removeStaleBackendRecord(workFolder);
  return workFolder;
}
