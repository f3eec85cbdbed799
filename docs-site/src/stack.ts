import { availableParallelism } from "node:os";
import { config } from "virtual:lampstand/project";
import {
  type PresetName,
  presetNames,
  type ResolvedConfig,
  resolveConfig,
} from "../../modules/config/index.ts";
import { planTopology, type Target, type Topology } from "../../modules/topology/index.ts";

export { config, settings } from "virtual:lampstand/project";

/** The stack of the config on this machine's Docker engine. */
export const local = planTopology(config, "local");

/** Cores of the machine that makes these pages, which is the one that the local stack runs on. */
export const hostCores = availableParallelism();

/** The stack of the same config on DigitalOcean. */
export const cloud = planTopology(config, "cloud");

/** A preset in this config's region, with its size of web nodes, which the region offers. */
export function presetConfig(preset: PresetName): ResolvedConfig {
  const { region, webSize } = config.cloud;
  return resolveConfig({ preset, cloud: { region, webSize } });
}

/** A preset's stack. */
export function presetStack(preset: PresetName, target: Target): Topology {
  return planTopology(presetConfig(preset), target);
}

/** Each preset with its stack, the weakest first. */
export function presetStacks(
  target: Target,
): readonly { readonly preset: PresetName; readonly stack: Topology }[] {
  return presetNames.map((preset) => ({ preset, stack: presetStack(preset, target) }));
}
