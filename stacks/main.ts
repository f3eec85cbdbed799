import { join } from "node:path";
import { App } from "cdktf";
import { ConfigError, loadConfig } from "../modules/config/index.ts";
import { stageImages } from "../modules/docker/index.ts";
import { ensureSecrets } from "../modules/secrets/index.ts";
import { componentIds, planTopology } from "../modules/topology/index.ts";
import { mirrorFolder, useMirror } from "../providers/index.ts";
import { LocalStack } from "./local.ts";

/** The CDKTF app of the project in the current folder: its lampstand.config.ts, deployed as the stack `local`. */
async function main(projectFolder: string): Promise<void> {
  const config = await loadConfig(join(projectFolder, "lampstand.config.ts"));
  const topology = planTopology(config, "local");
  const folder = join(projectFolder, ".lampstand", config.name);
  const secrets = await ensureSecrets(join(folder, "secrets"), componentIds(topology, "database"));
  const images = stageImages(config, topology, folder);
  const app = new App();
  new LocalStack(app, "local", {
    config,
    topology,
    secrets,
    images,
    stateFile: join(projectFolder, "terraform.local.tfstate"),
  });
  app.synth();
  useMirror(mirrorFolder(projectFolder), join(app.outdir, "stacks", "local"));
}

try {
  await main(process.cwd());
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`lampstand.config.ts:\n${error.message}`);
  process.exitCode = 1;
}
