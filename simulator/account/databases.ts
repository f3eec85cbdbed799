import { z } from "zod";
import type { Transition } from "./transition.ts";

export const ruleRequest = z.object({
  type: z.enum(["droplet", "k8s", "ip_addr", "tag", "app"]),
  value: z.string(),
  uuid: z.string().nullish(),
});

export type RuleRequest = z.output<typeof ruleRequest>;

/** A trusted source: who may reach a cluster. */
export interface Rule {
  readonly uuid: string;
  readonly cluster_uuid: string;
  readonly type: RuleRequest["type"];
  readonly value: string;
  readonly created_at: string;
}

export type ClusterStatus = "creating" | "online" | "resizing";

export interface DatabaseUser {
  readonly name: string;
  readonly role: "primary" | "normal";
  readonly password: string;
  readonly auth_plugin: string;
}

export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly engine: "mysql";
  readonly version: string;
  readonly num_nodes: number;
  readonly size: string;
  readonly region: string;
  readonly private_network_uuid: string;
  readonly tags: readonly string[];
  readonly storage_size_mib: number;
  readonly created_at: string;
  /** A creation that failed is refused by id, but still listed as being created: seen with the real API. */
  readonly progress: Transition<ClusterStatus, "online" | "failed">;
  readonly maintenance: { readonly day: string; readonly hour: string };
  readonly rules: readonly Rule[];
  readonly users: readonly DatabaseUser[];
  readonly dbs: readonly string[];
  /** What was set; the rest is at its default. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Replica {
  readonly id: string;
  /** The id of the cluster that it follows. */
  readonly cluster: string;
  readonly name: string;
  readonly size: string;
  readonly region: string;
  readonly private_network_uuid: string;
  readonly tags: readonly string[];
  readonly storage_size_mib: number;
  readonly created_at: string;
  readonly password: string;
  readonly rules: readonly Rule[];
  readonly progress: Transition<"creating" | "resizing", "online" | "failed">;
}
