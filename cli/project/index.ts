import { join } from "node:path";
import { loadConfig, type ResolvedConfig } from "../../modules/config/index.ts";
import { type LocalTopology, planTopology } from "../../modules/topology/index.ts";

/** What a command knows of the project that it works on. */
export interface Project {
  readonly folder: string;
  readonly config: ResolvedConfig;
  readonly topology: LocalTopology;
}

/** The file that holds Terraform's state of the local stack. */
export function stateFileOf(folder: string): string {
  return join(folder, "terraform.local.tfstate");
}

/** @throws ConfigError with every problem at once */
export async function openProject(folder: string): Promise<Project> {
  const config = await loadConfig(join(folder, "lampstand.config.ts"));
  return { folder, config, topology: planTopology(config, "local") };
}
