import { presets } from "./presets.ts";
import type { Problem } from "./problems.ts";
import type { ResolvedConfig } from "./resolved-config.ts";

interface Count {
  readonly path: string;
  readonly value: number;
  readonly presetValue: number;
  readonly mayExceed: boolean;
}

/** The counts that break what the config's preset promises. */
export function contradictions(config: ResolvedConfig): Problem[] {
  const { title } = presets[config.preset];
  return counts(config)
    .filter(
      (count) => count.value < count.presetValue || (count.value > count.presetValue && !count.mayExceed),
    )
    .map((count) => ({
      failure: "preset-contradicted",
      path: count.path,
      given: `got ${count.value}, but preset "${config.preset}" means ${title}`,
      allowed: count.mayExceed ? `${count.presetValue} or more` : `${count.presetValue}`,
      hint: `leave it out, or choose another preset (${Object.keys(presets).join(", ")})`,
    }));
}

function counts({ preset, web, database, cloud }: ResolvedConfig): readonly Count[] {
  const promised = presets[preset];
  const isLab = preset === "lab";
  const isHa = preset === "ha";
  const count = (path: string, value: number, presetValue: number, mayExceed: boolean): Count => ({
    path,
    value,
    presetValue,
    mayExceed,
  });
  return [
    count("web.nodes", web.nodes, promised.webNodes, !isLab),
    ...(web.autoscale === undefined
      ? []
      : [
          count("web.autoscale.min", web.autoscale.min, promised.webNodes, !isLab),
          count("web.autoscale.max", web.autoscale.max, promised.webNodes, !isLab),
        ]),
    count("database.members", database.members, promised.members, isHa),
    count("database.routers", database.routers, promised.routers, isHa),
    count("cloud.loadBalancerNodes", cloud.loadBalancerNodes, promised.cloud.loadBalancerNodes, !isLab),
    count("cloud.databaseNodes", cloud.databaseNodes, promised.cloud.databaseNodes, isHa),
  ];
}
