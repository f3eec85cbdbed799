import type { Config } from "./config.ts";

/** Types a config while it is written; it is checked when it is loaded. */
export function defineConfig(config: Config): Config {
  return config;
}

export { closest } from "./closest.ts";
export type {
  AppConfig,
  CloudConfig,
  Config,
  DatabaseConfig,
  LoadBalancerConfig,
  WebConfig,
} from "./config.ts";
export {
  type DatabaseSettings,
  databaseSettingsSchema,
  settingEntries,
  settingValue,
} from "./database-settings.ts";
export { configField, type Field } from "./fields.ts";
export { isSqlFile, loadConfig, locateFiles } from "./load.ts";
export { defaults, type Preset, presets } from "./presets.ts";
export { ConfigError, type Problem, problemLine } from "./problems.ts";
export { resolveConfig } from "./resolve.ts";
export {
  type Certificate,
  isKeyFile,
  isReachableFromOutside,
  largestFormMb,
  listenAddresses,
  phpPaths,
  type ResolvedConfig,
  type SeedRule,
  seedRules,
  siteDomains,
  trustsThisMachine,
  type WritableFolder,
  writablePaths,
} from "./resolved-config.ts";
export { configSchema, type PresetName, presetNames } from "./schema.ts";
export { maxWebNodes } from "./schema-servers.ts";
