import { cloudProblems } from "./cloud-problems.ts";
import type { Config } from "./config.ts";
import { contradictions } from "./contradictions.ts";
import { explainIssues } from "./explain.ts";
import { partProblems } from "./part-problems.ts";
import { defaults, presets } from "./presets.ts";
import { ConfigError } from "./problems.ts";
import { largestFormMb, type ResolvedConfig } from "./resolved-config.ts";
import { configSchema } from "./schema.ts";
import { uploadProblems, webProblems } from "./web-problems.ts";

/**
 * Fills in preset and defaults.
 * @throws {ConfigError} with every problem at once, where the config isn't valid.
 */
export function resolveConfig(input: unknown): ResolvedConfig {
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) throw new ConfigError(explainIssues(parsed.error.issues, input));
  const resolved = fill(parsed.data);
  const problems = [
    ...contradictions(resolved),
    ...partProblems(resolved),
    ...webProblems(resolved),
    // The default gives way to a smaller limit, as it was before there was this field.
    ...(parsed.data.web?.maxUploadMb === undefined ? [] : uploadProblems(resolved)),
    ...cloudProblems(resolved),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return resolved;
}

function fill(config: Config): ResolvedConfig {
  const presetName = config.preset ?? defaults.preset;
  const { webNodes, members, routers, cloud } = presets[presetName];
  const web = over<ResolvedConfig["web"]>({ ...defaults.web, nodes: webNodes }, config.web);
  const maxRequestBodyMb = Math.max(defaults.loadBalancer.maxRequestBodyMb, largestFormMb(web));
  return {
    name: config.name ?? defaults.name,
    preset: presetName,
    app: over<ResolvedConfig["app"]>(defaults.app, config.app),
    web,
    loadBalancer: over<ResolvedConfig["loadBalancer"]>(
      { ...defaults.loadBalancer, maxRequestBodyMb },
      config.loadBalancer,
    ),
    database: over<ResolvedConfig["database"]>({ ...defaults.database, members, routers }, config.database),
    cloud: over<ResolvedConfig["cloud"]>({ ...defaults.cloud, ...cloud }, config.cloud),
  };
}

/** The fields with those that are given in their place; one that is present but undefined is not given. */
function over<T extends object>(fields: T, given: { [K in keyof T]?: T[K] | undefined } | undefined): T {
  const filled = { ...fields };
  for (const key in given) {
    const value = given[key];
    if (value !== undefined) filled[key] = value;
  }
  return filled;
}
