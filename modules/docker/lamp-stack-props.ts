import type { ResolvedConfig } from "../config/index.ts";
import type { StackSecrets } from "../secrets/index.ts";
import type { VolumePlan } from "../stored-data/index.ts";
import type { LocalTopology } from "../topology/index.ts";
import type { StagedImages } from "./stage-images.ts";

/** All that a stack is made of; `prepareLampStack` returns it. */
export interface LampStackProps {
  /** Names the project for good, and is a label of what it makes: a UUID. */
  readonly projectId: string;
  /** The config with every default filled in and absolute paths. */
  readonly config: ResolvedConfig;
  /** What that config comes to: components, networks, links. */
  readonly topology: LocalTopology;
  /** Folders with passwords and keys, mounted read-only; their content never gets into Terraform. */
  readonly secrets: StackSecrets;
  /** A build context for each role, and what its containers need at run time. */
  readonly images: StagedImages;
  /** The volumes that it has, and those that it keeps though it has no use for them now. */
  readonly volumes: VolumePlan;
  /** Security options of every container, beside the stack's own, that the engine asks for. @default none */
  readonly securityOptions?: readonly string[];
  /** Name of an existing Docker network that the load balancer joins, under the stack's name. @default none */
  readonly publicNetwork?: string;
}
