import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../modules/config/index.ts";
import { checkSite } from "../../modules/docker/index.ts";
import { type EngineEndpoint, openLocalEngine } from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { knownProjectId } from "../../modules/project-identity/index.ts";
import { dataName, readDeployedData, unusedVolumes } from "../../modules/stored-data/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { leftOutReport, missingExtensions } from "../../modules/web-node/index.ts";
import {
  type EngineObjects,
  failingContainers,
  namesOfObjects,
  ownershipOf,
  restartCounts,
  seeEngineObjects,
  sortUnrecorded,
  takenPorts,
} from "../deploy/index.ts";
import { observeDisk } from "../disk/index.ts";
import { parseComposer } from "../init/index.ts";
import { openProject, stateFileOf } from "../project/index.ts";
import { observeMachine, parseForcedProviders } from "../setup/index.ts";
import type { ForcedProviders, Observations, SeenConfig, SeenEngine } from "./observations.ts";

const bytesInMb = 1024 * 1024;
const nothing: EngineObjects = { containers: [], networks: [], volumes: [] };

/** Looks at this machine and this project and changes nothing. Takes up to 3 s where the registry can't be reached. */
export async function observe(projectFolder: string): Promise<Observations> {
  const [machine, config, projectDisk] = await Promise.all([
    observeMachine({ projectFolder, packages: [], probesRegistry: true }),
    seeConfig(projectFolder),
    observeDisk(projectFolder),
  ]);
  const isReachable = machine.engine.kind === "reachable";
  const isValid = config.kind === "valid";
  const seen = isReachable && isValid ? await seeEngineObjects(config.config.name) : nothing;
  return {
    nodeVersion: process.versions.node,
    machine,
    forcedProviders: seeForcedProviders(),
    config,
    engine: isReachable
      ? await seeEngine(seen, projectFolder, machine.endpoint, seeUnusedData(projectFolder, config))
      : undefined,
    takenPorts: isValid ? await takenPorts(config.config, seen) : [],
    availableMemoryMb: seeAvailableMemory(),
    projectDisk,
  };
}

async function seeConfig(projectFolder: string): Promise<SeenConfig> {
  try {
    const { config, topology } = await openProject(projectFolder);
    checkSite(config);
    const file = join(config.app.path, "composer.json");
    const composer = parseComposer(existsSync(file) ? readFileSync(file, "utf8") : undefined);
    return {
      kind: "valid",
      config,
      topology,
      leftOut: leftOutReport(config),
      missingExtensions: missingExtensions(composer.extensions, config.web),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const heading = error instanceof ConfigError || error.heading === undefined ? "" : `${error.heading}\n`;
    return { kind: "broken", ids: error.ids, text: `${heading}${error.message}` };
  }
}

function seeUnusedData(projectFolder: string, seen: SeenConfig): readonly string[] {
  if (seen.kind !== "valid") return [];
  const deployed = readDeployedData(stateFileOf(projectFolder));
  return unusedVolumes(deployed, seen.config, planTopology(seen.config, "local")).map((volume) =>
    dataName(volume, seen.config.name),
  );
}

function seeForcedProviders(): ForcedProviders {
  const value = process.env.LAMPSTAND_PROVIDERS;
  try {
    return { kind: "valid", use: parseForcedProviders(value) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: "unknown", value: value ?? "" };
  }
}

const engineInfoSchema = z.object({ MemTotal: z.number(), DockerRootDir: z.string() });

async function seeEngine(
  seen: EngineObjects,
  projectFolder: string,
  endpoint: EngineEndpoint | undefined,
  unusedData: readonly string[],
): Promise<SeenEngine> {
  const docker = await openLocalEngine();
  const info = engineInfoSchema.parse(await docker.info());
  // An engine behind tcp:// may be in a virtual machine, where that folder is another one.
  const isHere = endpoint?.address.kind === "socket";
  return {
    stackContainers: seen.containers.length,
    failingContainers: failingContainers(seen, await restartCounts(docker, seen.containers)),
    unmanagedObjects: namesOfObjects(
      sortUnrecorded(
        seen,
        ownershipOf(projectFolder, stateFileOf(projectFolder), knownProjectId(projectFolder)),
      ).unmanaged,
    ),
    unusedData,
    memoryMb: Math.floor(info.MemTotal / bytesInMb),
    disk: isHere ? await observeDisk(info.DockerRootDir) : undefined,
  };
}

function seeAvailableMemory(): number | undefined {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
    return kib === undefined ? undefined : Math.floor(Number(kib) / 1024);
  } catch {
    // Only Linux has this file.
    return undefined;
  }
}
