import { join } from "node:path";
import { loadConfig } from "../../modules/config/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { observeStack, type SeenContainer } from "../status/index.ts";
import type { BenchProject } from "./bench-project.ts";
import { untilAllHealthy } from "./until-all-healthy.ts";

const healthyTimeoutMs = 120_000;
/** After this long without a request nothing grows any more. */
const idleMs = 10_000;
const samples = 3;
const pauseMs = 1_000;

/** Waits until every component is healthy. @throws Failure after two minutes, naming those that are not */
export async function untilHealthy(project: BenchProject): Promise<void> {
  const findUnhealthy = async () =>
    (await seeContainers(project)).filter(({ health }) => health !== "healthy").map(({ name }) => name);
  await untilAllHealthy(project, findUnhealthy, { timeoutMs: healthyTimeoutMs, pauseMs: pauseMs / 4 });
}

/** MiB of all the stack's containers, a few times a second apart, after a rest. */
export async function measureIdleMemory(project: BenchProject): Promise<number[]> {
  await project.pause(idleMs);
  const sums: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const bytes = (await seeContainers(project)).map(({ memoryBytes = 0 }) => memoryBytes);
    sums.push(bytes.reduce((sum, each) => sum + each, 0) / 1_048_576);
    await project.pause(pauseMs);
  }
  return sums;
}

/** The containers of the stack, without those of the plain one beside it. */
async function seeContainers(project: BenchProject): Promise<SeenContainer[]> {
  const config = await loadConfig(join(project.folder, "lampstand.config.ts"));
  const topology = planTopology(config, "local");
  const components = new Set(topology.components.map(({ id }) => id));
  const { containers } = await observeStack(config, topology);
  return containers.filter(({ componentId }) => components.has(componentId));
}
