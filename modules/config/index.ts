import type { Config } from "./schema.ts";

/** Types a config while it is written; it is checked when it is loaded. */
export function defineConfig(config: Config): Config {
  return config;
}

export { closest } from "./closest.ts";
export { loadConfig, locateFiles } from "./load.ts";
export { ConfigError, type Problem, problemLine } from "./problems.ts";
export { defaults, presets, type ResolvedConfig, resolveConfig } from "./resolve.ts";
export { type Config, configSchema, maxWebNodes, type PresetName, presetNames } from "./schema.ts";
