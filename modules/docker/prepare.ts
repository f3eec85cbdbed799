import { join } from "node:path";
import { type Config, locateFiles, type ResolvedConfig, resolveConfig } from "../config/index.ts";
import { ensureSecrets } from "../secrets/index.ts";
import { componentIds, planTopology } from "../topology/index.ts";
import type { LampStackProps } from "./lamp-stack.ts";
import { stageImages } from "./stage-images.ts";

/**
 * Makes ready what a {@link LampStack} is built from, for a CDKTF app of one's own. Below `<folder>/.lampstand/<name>`
 * are then the build contexts of its images and its secrets, which are made once and kept; keep `.lampstand` out of
 * version control.
 *
 * @param config as in lampstand.config.ts: every field has a default; its paths are relative to `folder`
 * @param folder the app's own folder, e.g. `import.meta.dirname`
 * @throws {ConfigError} with every problem of the config at once, a missing folder or file that it names included
 */
export async function prepareLampStack(config: Config, folder: string): Promise<LampStackProps> {
  return prepareResolved(locateFiles(resolveConfig(config), folder), folder);
}

/** The same for a config that is resolved already, with absolute paths. */
export async function prepareResolved(config: ResolvedConfig, folder: string): Promise<LampStackProps> {
  const topology = planTopology(config, "local");
  const stackFolder = join(folder, ".lampstand", config.name);
  const secrets = await ensureSecrets(join(stackFolder, "secrets"), componentIds(topology, "database"));
  const images = stageImages(config, topology, stackFolder);
  return { config, topology, secrets, images };
}
