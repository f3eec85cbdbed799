import type Docker from "dockerode";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import type { AgentStatus } from "../../modules/database/index.ts";
import { labelNames } from "../../modules/docker/index.ts";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import { componentIds, type Topology } from "../../modules/topology/index.ts";
import { fetchText, observeMembers } from "./members.ts";

/** A container of the stack as the engine sees it. */
export interface SeenContainer {
  readonly componentId: string;
  readonly name: string;
  readonly state: string;
  /** `healthy`, `unhealthy`, `starting`, or undefined while it doesn't run. */
  readonly health: string | undefined;
  readonly addresses: readonly string[];
  readonly memoryBytes: number | undefined;
  readonly since: string;
}

/** All that is known of a running stack at one moment. */
export interface Observation {
  readonly containers: readonly SeenContainer[];
  readonly members: Readonly<Record<string, AgentStatus>>;
  /** Rows of HAProxy's statistics, by column; empty while the balancer doesn't answer. */
  readonly balancer: readonly Readonly<Record<string, string>>[];
}

/** Reads the engine, the balancer's statistics and every member's agent, in parallel. */
export async function observeStack(config: ResolvedConfig, topology: Topology): Promise<Observation> {
  const origin = `http://127.0.0.1:${config.loadBalancer.statusPort}`;
  const [containers, csv, members] = await Promise.all([
    seeContainers(config.name),
    fetchText(`${origin}/stats;csv`),
    observeMembers(config, componentIds(topology, "database")),
  ]);
  return { containers, members, balancer: csv === undefined ? [] : parseCsv(csv) };
}

async function seeContainers(stackName: string): Promise<SeenContainer[]> {
  const docker = await openLocalEngine();
  const filters = { label: [`${labelNames.stack}=${stackName}`] };
  const found = await docker.listContainers({ all: true, filters });
  const seen = await Promise.all(found.map((summary) => seeContainer(docker, summary)));
  return seen.filter((container) => container !== undefined);
}

/** Undefined where it was removed since it was listed, as while a deploy replaces it. */
async function seeContainer(
  docker: Docker,
  summary: Docker.ContainerInfo,
): Promise<SeenContainer | undefined> {
  const container = docker.getContainer(summary.Id);
  const isRunning = summary.State === "running";
  try {
    const [details, stats] = await Promise.all([
      container.inspect(),
      isRunning ? container.stats({ stream: false, "one-shot": true }) : undefined,
    ]);
    const cache =
      stats?.memory_stats.stats?.total_inactive_file ?? stats?.memory_stats.stats?.inactive_file ?? 0;
    const usage = stats?.memory_stats.usage;
    return {
      componentId: summary.Labels[labelNames.component] ?? details.Name.slice(1),
      name: details.Name.slice(1),
      state: summary.State,
      health: isRunning ? details.State.Health?.Status : undefined,
      addresses: Object.values(details.NetworkSettings.Networks).map((network) => network.IPAddress),
      memoryBytes: usage === undefined ? undefined : usage - cache,
      since: details.State.StartedAt,
    };
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return undefined;
    throw error;
  }
}

function parseCsv(text: string): Record<string, string>[] {
  const [head = "", ...lines] = text.trim().split("\n");
  const columns = head.replace(/^# /, "").split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  });
}
