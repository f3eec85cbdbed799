import { join } from "node:path";
import { App } from "cdktf";
import type { ResolvedConfig } from "../modules/config/index.ts";
import { type StagedSite, stageSite } from "../modules/digitalocean/index.ts";
import { prepareResolved } from "../modules/docker/index.ts";
import { findLocalEngine, UnusableEngineError } from "../modules/docker-engine/index.ts";
import { planTopology } from "../modules/topology/index.ts";
import { leftOutReport, UserDataTooLargeError } from "../modules/web-node/index.ts";
import { mirrorFolder, useMirror } from "../providers/index.ts";
import { removeStaleBackendRecord } from "./backend-record.ts";
import { CloudStack } from "./cloud.ts";
import { LocalStack } from "./local.ts";

/**
 * Writes the Terraform configuration of the stack `local`, its build contexts and, the first time, its secrets.
 *
 * @returns Terraform's working folder: below CDKTF_OUTDIR, which the cdktf CLI sets, or else below cdktf.out.
 * @throws {Failure} naming every value of the config that a server can't be made with
 */
export async function synthesizeLocal(projectFolder: string, config: ResolvedConfig): Promise<string> {
  const app = appOf(projectFolder);
  await addLocal(app, projectFolder, config);
  app.synth();
  return prepareWorkFolder(app, "local", projectFolder);
}

/**
 * Writes those of the stacks `local` and `cloud`: the cdktf CLI doesn't say which of them is wanted, so neither needs
 * what only the other one has. Without a usable Docker engine `local` is left out, with a site that is too large for a
 * droplet's user data `cloud` is; standard error then has the reason.
 *
 * @throws {Failure} naming every value of the config that a server can't be made with
 */
export async function synthesizeBoth(projectFolder: string, config: ResolvedConfig): Promise<void> {
  const leftOut = leftOutReport(config);
  if (leftOut !== undefined) console.error(leftOut);
  const app = appOf(projectFolder);
  try {
    await addLocal(app, projectFolder, config);
  } catch (error) {
    if (!(error instanceof UnusableEngineError)) throw error;
    console.error(`There is no stack "local":\n${error.message}`);
  }
  try {
    addCloud(app, projectFolder, config, stageSite(config));
  } catch (error) {
    if (!(error instanceof UserDataTooLargeError)) throw error;
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
export function synthesizeCloud(folder: string, config: ResolvedConfig, site: StagedSite): string {
  const app = new App({ outdir: join(folder, "cdktf.out") });
  addCloud(app, folder, config, site);
  app.synth();
  return prepareWorkFolder(app, "cloud", folder);
}

function appOf(projectFolder: string): App {
  return new App({ outdir: process.env.CDKTF_OUTDIR ?? join(projectFolder, "cdktf.out") });
}

async function addLocal(app: App, projectFolder: string, config: ResolvedConfig): Promise<void> {
  const engine = findLocalEngine();
  const lampStack = await prepareResolved(config, projectFolder);
  const stateFile = join(projectFolder, "terraform.local.tfstate");
  new LocalStack(app, "local", { ...lampStack, stateFile, engine });
}

function addCloud(app: App, projectFolder: string, config: ResolvedConfig, site: StagedSite): void {
  const topology = planTopology(config, "cloud");
  const stateFile = join(projectFolder, "terraform.cloud.tfstate");
  new CloudStack(app, "cloud", { config, topology, site, stateFile });
}

/** What Terraform left in its working folder may be of the time before the project was moved. */
function prepareWorkFolder(app: App, name: string, projectFolder: string): string {
  const workFolder = join(app.outdir, "stacks", name);
  useMirror(mirrorFolder(projectFolder), workFolder);
  removeStaleBackendRecord(workFolder);
  return workFolder;
}
