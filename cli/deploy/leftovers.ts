import type { ImportBlock } from "../terraform/index.ts";
import type { EngineObjects, SeenContainer, SeenNetwork } from "./engine.ts";
import { namesOfObjects } from "./ownership.ts";
import type { PlannedStack } from "./planned-stack.ts";

/** What becomes of what a deploy of this project left over when it was cut off. Nothing that holds data is removed. */
export interface Repair {
  /** Containers that serve nobody, or whose ports their successors need: removed before the deploy. */
  readonly removedFirst: readonly SeenContainer[];
  /** Containers that serve: renamed, and removed when their successors are ready. */
  readonly removedLast: readonly SeenContainer[];
  /** Networks that nothing uses. */
  readonly removedNetworks: readonly SeenNetwork[];
  /** Networks in use, and volumes: Terraform takes them into its state. */
  readonly imports: readonly ImportBlock[];
  /** What is left as it is: volumes that this config has no use for. */
  readonly kept: EngineObjects;
}

/**
 * @param seen all that the engine has of the stack
 * @param leftovers those of it that are this project's and not in its state
 * @param planned what the config asks for
 */
export function planRepair(seen: EngineObjects, leftovers: EngineObjects, planned: PlannedStack): Repair {
  const { containers, networks, volumes } = leftovers;
  const removedLast = containers.filter(
    ({ isRunning, isHealthy, publishedPorts }) => isRunning && isHealthy && publishedPorts.length === 0,
  );
  const removedFirst = containers.filter((container) => !removedLast.includes(container));
  const used = new Set(
    seen.containers
      .filter((container) => !removedFirst.includes(container))
      .flatMap(({ networkIds }) => networkIds),
  );
  const importsOf = (
    addresses: Readonly<Record<string, string>>,
    name: string,
    id: string,
  ): ImportBlock[] => {
    const to = addresses[name];
    return to === undefined ? [] : [{ to, id }];
  };
  const usedNetworks = networks.filter(({ id }) => used.has(id));
  return {
    removedFirst,
    removedLast,
    removedNetworks: networks.filter(({ id }) => !used.has(id)),
    imports: [
      ...usedNetworks.flatMap(({ id, name }) => importsOf(planned.networks, name, id)),
      ...volumes.flatMap(({ name }) => importsOf(planned.volumes, name, name)),
    ],
    kept: {
      containers: [],
      networks: usedNetworks.filter(({ name }) => planned.networks[name] === undefined),
      volumes: volumes.filter(({ name }) => planned.volumes[name] === undefined),
    },
  };
}

/** A line for each thing that is done, after one with the reason; none where nothing was left over. */
export function repairText(repair: Repair, leftovers: EngineObjects): readonly string[] {
  if (namesOfObjects(leftovers).length === 0) return [];
  const imported = new Set(repair.imports.map(({ id }) => id));
  const networks = leftovers.networks.filter(({ id }) => imported.has(id));
  const volumes = leftovers.volumes.filter(({ name }) => imported.has(name));
  const lines = (objects: Partial<EngineObjects>, what: string) =>
    namesOfObjects({ containers: [], networks: [], volumes: [], ...objects }).map(
      (name) => `  ${name}: ${what}`,
    );
  return [
    "An earlier deploy of this project was cut off; what it made and didn't record:",
    ...lines(
      { containers: repair.removedFirst, networks: repair.removedNetworks },
      "removed, it holds no data",
    ),
    ...lines({ containers: repair.removedLast }, "keeps running until its successor is ready"),
    ...lines({ networks, volumes }, "taken over"),
    ...lines(repair.kept, "left as it is"),
  ];
}
