import type { ResolvedConfig } from "../config/index.ts";
import { planCloud } from "./plan-cloud.ts";
import { planLocal } from "./plan-local.ts";
import { deepFreeze } from "./tiers.ts";
import type { CloudTopology, LocalTopology, Target, Topology } from "./types.ts";

/** The stack that a config asks for. Pure: the same config gives the same topology. */
export function planTopology(config: ResolvedConfig, target: "local"): LocalTopology;
export function planTopology(config: ResolvedConfig, target: "cloud"): CloudTopology;
export function planTopology(config: ResolvedConfig, target: Target): Topology;
export function planTopology(config: ResolvedConfig, target: Target): Topology {
  return deepFreeze(target === "local" ? planLocal(config) : planCloud(config));
}
