import type { ResolvedConfig } from "../../modules/config/index.ts";
import { planTopology, type Topology } from "../../modules/topology/index.ts";

/** The stack without one of its redundancy measures. */
export interface WithoutMeasure {
  readonly measure: string;
  readonly without: string;
  readonly stack: Topology;
}

/** The stack without each measure that the config has on this machine; the whole stack comes first. */
export function withoutEachMeasure(config: ResolvedConfig): readonly WithoutMeasure[] {
  const { web, database } = config;
  const variants = [
    { measure: "all measures", without: "nothing", config },
    {
      measure: "load balancing over several web nodes",
      without: "all web nodes but one",
      config: { ...config, web: { ...web, nodes: 1 } },
    },
    {
      measure: "several database routers",
      without: "all database routers but one",
      config: { ...config, database: { ...database, routers: 1 } },
    },
    {
      measure: "replication",
      without: "all database members but one",
      config: { ...config, database: { ...database, members: 1 } },
    },
  ];
  const isThere = (variant: ResolvedConfig) =>
    variant === config ||
    planTopology(variant, "local").components.length < planTopology(config, "local").components.length;
  return variants
    .filter((variant) => isThere(variant.config))
    .map(({ measure, without, config }) => ({ measure, without, stack: planTopology(config, "local") }));
}
