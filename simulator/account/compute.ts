import { z } from "zod";
import type { Transition } from "./transition.ts";

const identifier = z.union([z.string(), z.number()]);

/** What a droplet is made from, alone or in a pool. */
export const dropletTemplate = z.object({
  region: z.string().default("nyc3"),
  size: z.string(),
  image: identifier,
  ssh_keys: z.array(identifier).nullish(),
  backups: z.boolean().nullish(),
  ipv6: z.boolean().nullish(),
  monitoring: z.boolean().nullish(),
  tags: z.array(z.string()).nullish(),
  user_data: z.string().nullish(),
  vpc_uuid: z.string().nullish(),
  with_droplet_agent: z.boolean().nullish(),
});

export type DropletTemplate = z.output<typeof dropletTemplate>;

export type DropletStatus = "new" | "active" | "off";

export interface Droplet {
  readonly id: number;
  readonly name: string;
  readonly size: string;
  readonly region: string;
  readonly image: number;
  readonly features: readonly string[];
  readonly tags: readonly string[];
  readonly vpc_uuid: string;
  readonly private_ip: string;
  readonly public_ip: string;
  readonly user_data: string;
  readonly created_at: string;
  readonly power: Transition<DropletStatus, DropletStatus>;
  /** The pool that made it. */
  readonly pool?: string;
}

export interface Action {
  readonly id: number;
  readonly type: string;
  readonly progress: Transition<"in-progress", "completed" | "errored">;
  readonly started_at: string;
  readonly resource_id: number;
  readonly resource_type: "droplet";
  readonly region_slug: string;
}

const share = z.number().min(0.05).max(1);

const fixedSize = z.object({ target_number_instances: z.int().min(1).max(1000) });

const elasticSize = z.object({
  min_instances: z.int().min(1).max(500),
  max_instances: z.int().min(1).max(1000),
  target_cpu_utilization: share.optional(),
  target_memory_utilization: share.optional(),
  cooldown_minutes: z.int().min(5).max(20).optional(),
});

const poolTemplate = dropletTemplate.extend({
  name: z.string().optional(),
  image: z.string(),
  ssh_keys: z.array(z.string()).min(1, "at least one SSH key is needed"),
  project_id: z.string().nullish(),
});

export const poolRequest = z.object({
  name: z.string().min(1).max(255),
  config: z.union([elasticSize, fixedSize]),
  droplet_template: poolTemplate,
});

export type PoolConfig = z.output<typeof poolRequest>["config"];

export interface AutoscalePool {
  readonly id: string;
  readonly name: string;
  readonly config: PoolConfig;
  readonly template: z.output<typeof poolTemplate>;
  readonly created_at: string;
  readonly updated_at: string;
  readonly readiness: Transition<"provisioning", "active" | "error">;
  readonly history: readonly PoolEvent[];
}

export interface PoolEvent {
  readonly history_event_id: string;
  readonly current_instance_count: number;
  readonly desired_instance_count: number;
  readonly reason: "CONFIGURATION_CHANGE";
  readonly status: "success";
  readonly created_at: string;
  readonly updated_at: string;
}

export interface SshKey {
  readonly id: number;
  readonly name: string;
  readonly public_key: string;
  readonly fingerprint: string;
}

export interface Tag {
  readonly name: string;
}
