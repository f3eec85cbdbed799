import { join } from "node:path";
import { App } from "cdktf";
import type { ResolvedConfig } from "../modules/config/index.ts";
import { stageImages } from "../modules/docker/index.ts";
import { ensureSecrets } from "../modules/secrets/index.ts";
import { componentIds, planTopology } from "../modules/topology/index.ts";
import { mirrorFolder, useMirror } from "../providers/index.ts";
import { LocalStack } from "./local.ts";

/**
 * Writes the Terraform configuration of the stack `local`, its build contexts and, the first time, its secrets.
 *
 * @returns Terraform's working folder: below CDKTF_OUTDIR, which the cdktf CLI sets, or else below cdktf.out.
 * @throws {Failure} naming every value of the config that a server can't be made with
 */
export async function synthesizeLocal(projectFolder: string, config: ResolvedConfig): Promise<string> {
  const topology = planTopology(config, "local");
  const folder = join(projectFolder, ".lampstand", config.name);
  const secrets = await ensureSecrets(join(folder, "secrets"), componentIds(topology, "database"));
  const images = stageImages(config, topology, folder);
  const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? join(projectFolder, "cdktf.out") });
  new LocalStack(app, "local", {
    config,
    topology,
    secrets,
    images,
    stateFile: join(projectFolder, "terraform.local.tfstate"),
  });
  app.synth();
  const workFolder = join(app.outdir, "stacks", "local");
  useMirror(mirrorFolder(projectFolder), workFolder);
  return workFolder;
}
