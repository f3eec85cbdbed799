import { isReachableFromOutside, type ResolvedConfig } from "../../modules/config/index.ts";
import { describeEngine, describeTraits } from "../../modules/docker-engine/index.ts";
import type { FailureId } from "../../modules/failures/index.ts";
import type { FailingContainer } from "../deploy/index.ts";
import { leastFreeMb } from "../disk/index.ts";
import { type Machine, planSetup, type SetupPlan, terraformInstallText } from "../setup/index.ts";
import type { Observations, SeenConfig, SeenEngine } from "./observations.ts";

/** One thing that was looked at: well, with what was seen, or wrong, with what to do. */
export type Finding =
  | { readonly check: string; readonly isWell: true; readonly seen: string }
  | {
      readonly check: string;
      readonly isWell: false;
      readonly seen: string;
      readonly remedy: string;
      readonly failures: readonly FailureId[];
    };

/** Images of the default stack and their layers under way; measured: 0.9 GB the members', 0.3 GB each other's. */
const imagesMb = 2048;
const setUp = "`npm run setup` does it, and so does `npm run up`.";

/** What the doctor thinks of what it saw: one finding for each thing, the wrong ones included, all at once. */
export function judge(seen: Observations): readonly Finding[] {
  const { machine, config } = seen;
  const forcedProviders = seen.forcedProviders.kind === "valid" ? seen.forcedProviders.use : undefined;
  const plan = planSetup(machine, { forcedProviders });
  return [
    well("Node.js", `${seen.nodeVersion}`),
    terraform(machine),
    engine(machine, plan),
    ...baseImage(machine),
    providers(seen),
    ...(config.kind === "broken" ? [brokenConfig(config)] : validConfig(seen, config)),
    room("disk of the project", seen.projectDisk.mountPoint, seen.projectDisk.freeMb, leastFreeMb),
    ...engineDisk(seen.engine),
  ];
}

function terraform({ terraform: found, terraformRelease }: Machine): Finding {
  if (found !== undefined) {
    const name = found.program === "terraform" ? "" : ` (${found.program})`;
    return well("Terraform", `${found.version}${name}`);
  }
  const remedy = terraformRelease === "reachable" ? setUp : terraformInstallText;
  return wrong("Terraform", "neither terraform nor tofu is on the PATH", remedy, "terraform-missing");
}

function engine(machine: Machine, plan: SetupPlan): Finding {
  const where = machine.endpoint === undefined ? "" : ` at ${describeEngine(machine.endpoint)}`;
  if (machine.engine.kind === "reachable") {
    const { traits } = machine.engine;
    const special = describeTraits(traits);
    return well("Docker engine", `${traits.version}${where}${special === "" ? "" : `: ${special}`}`);
  }
  if (machine.engine.kind === "unusable") {
    const { reason, remedy, failure } = machine.engine.refusal;
    return wrong("Docker engine", `not usable: ${reason}`, remedy, failure);
  }
  const state = machine.engine.kind === "forbidden" ? "not open to this user" : "does not answer";
  const problem =
    plan.kind === "impossible"
      ? plan.problems.find(({ failure }) => failure.startsWith("docker-"))
      : undefined;
  const failure = problem?.failure ?? (machine.hasDockerd ? "docker-not-running" : "docker-missing");
  const seen = failure === "docker-missing" ? "not installed" : `${state}${where}`;
  return wrong("Docker engine", seen, problem?.howToGet ?? setUp, failure);
}

function baseImage({ engine }: Machine): Finding[] {
  if (engine.kind !== "reachable") return [];
  if (engine.hasBaseImage) return [well("base image", "debian:13 is here")];
  return [wrong("base image", "debian:13 is not here yet", setUp)];
}

function providers({ machine, forcedProviders }: Observations): Finding {
  if (forcedProviders.kind === "unknown") {
    const seen = `LAMPSTAND_PROVIDERS is "${forcedProviders.value}"`;
    return wrong("providers", seen, 'Set it to "stand-in" or "registry", or unset it.', "providers-unknown");
  }
  const { chosenProviders: chosen } = machine;
  const registry = `the Terraform registry ${machine.registry === "reachable" ? "can" : "can't"} be reached`;
  if (chosen === undefined) return wrong("providers", `not chosen yet (${registry})`, setUp);
  if (forcedProviders.use !== undefined && forcedProviders.use !== chosen.use)
    return wrong("providers", `${chosen.use}, but LAMPSTAND_PROVIDERS=${forcedProviders.use}`, setUp);
  const name = chosen.use === "stand-in" ? "stand-ins" : "the registry's";
  const news = chosen.use === "stand-in" && machine.registry === "reachable" ? `, but now ${registry}` : "";
  return well("providers", `${name}: ${chosen.because}${news}`);
}

function brokenConfig({ ids, text }: Extract<SeenConfig, { kind: "broken" }>): Finding {
  return wrong("config", text, "Correct `lampstand.config.ts`.", ...ids);
}

function validConfig(
  seen: Observations,
  { config, topology, leftOut, missingExtensions }: Extract<SeenConfig, { kind: "valid" }>,
) {
  const neededMb = topology.components.reduce((sum, { memoryMb }) => sum + memoryMb, 0);
  return [
    well("config", `lampstand.config.ts: name ${config.name}, preset ${config.preset}`),
    well("site", leftOut ?? `all of ${config.app.path} is shipped`),
    ...extensions(missingExtensions),
    ...stack(config.name, seen.engine),
    ports(seen, config.loadBalancer),
    memory(seen, neededMb),
  ];
}

function extensions(missing: readonly string[]): Finding[] {
  if (missing.length === 0) return [];
  const names = missing.map((name) => `"${name}"`).join(", ");
  const seen = `composer.json requires PHP extensions that web nodes lack: ${missing.join(", ")}`;
  return [wrong("PHP", seen, `Add ${names} to web.phpExtensions.`)];
}

function stack(name: string, seen: SeenEngine | undefined): Finding[] {
  if (seen === undefined) return [];
  if (seen.unmanagedObjects.length > 0) {
    const remedy = `Choose another name than "${name}"; \`npm run up\` explains.`;
    return [wrong("stack", `${seen.unmanagedObjects.join(", ")}: not this project's`, remedy, "name-in-use")];
  }
  const isDeployed = seen.stackContainers > 0;
  return [
    well("stack", isDeployed ? `deployed: ${seen.stackContainers} containers` : "not deployed"),
    ...(seen.unusedData.length === 0
      ? []
      : [well("unused data", `kept: ${seen.unusedData.join(", ")}; see \`npm run status\``)]),
    ...containers(seen.failingContainers),
  ];
}

function containers(failing: readonly FailingContainer[]): Finding[] {
  if (failing.length === 0) return [];
  const seen = failing.map(({ name, status }) => `${name}: ${status}`).join("\n");
  const isRestarting = failing.some((container) => container.isRestarting);
  const remedy = "`docker logs NAME` shows why. With the cause gone, `npm run up` starts what doesn't run.";
  return [wrong("containers", seen, remedy, isRestarting ? "container-restarting" : "not-serving")];
}

function ports({ takenPorts }: Observations, wanted: ResolvedConfig["loadBalancer"]): Finding {
  const { listen, httpPort, httpsPort, statusPort } = wanted;
  const open = isReachableFromOutside(wanted)
    ? `; ${httpPort} and ${httpsPort} open to other machines: ${listen.join(", ")}`
    : "";
  if (takenPorts.length === 0)
    return well(
      "ports",
      `${httpPort}, ${httpsPort}, ${statusPort} on 127.0.0.1 are free or this stack's${open}`,
    );
  const taken = takenPorts.map(({ field, port }) => `${field} ${port}`).join(", ");
  const remedy = "End the program that has it (as root, `ss -ltnp` shows it), or choose another port.";
  return wrong("ports", `in use by another program: ${taken}`, remedy, "port-in-use");
}

function memory({ engine, availableMemoryMb }: Observations, neededMb: number): Finding {
  const need = `the stack takes up to ${gib(neededMb)}`;
  if (engine !== undefined && engine.memoryMb < neededMb)
    return wrong("memory", `the engine has ${gib(engine.memoryMb)}; ${need}`, lessMemory);
  // What a deployed stack holds is not available to others, but it is to itself.
  const isDeployed = engine !== undefined && engine.stackContainers > 0;
  if (availableMemoryMb === undefined || isDeployed) return well("memory", need);
  if (availableMemoryMb < neededMb)
    return wrong("memory", `${gib(availableMemoryMb)} available; ${need}`, lessMemory);
  return well("memory", `${gib(availableMemoryMb)} available; ${need}`);
}

const lessMemory = 'End other programs, or choose a smaller preset: "small" or "lab".';

function engineDisk(seen: SeenEngine | undefined): Finding[] {
  if (seen?.disk === undefined) return [];
  // A deployed stack has its images.
  const neededMb = seen.stackContainers > 0 ? leastFreeMb : imagesMb;
  return [room("disk of the engine", seen.disk.mountPoint, seen.disk.freeMb, neededMb)];
}

function room(check: string, mountPoint: string, freeMb: number, neededMb: number): Finding {
  const seen = `${mountPoint}: ${gib(freeMb)} free`;
  if (freeMb >= neededMb) return well(check, seen);
  return wrong(check, `${seen}; needed: ${gib(neededMb)}`, `Make room on ${mountPoint}.`, "disk-full");
}

function gib(mb: number): string {
  return mb < 1024 ? `${mb} MiB` : `${(mb / 1024).toFixed(1)} GiB`;
}

function well(check: string, seen: string): Finding {
  return { check, isWell: true, seen };
}

function wrong(check: string, seen: string, remedy: string, ...failures: readonly FailureId[]): Finding {
  return { check, isWell: false, seen, remedy, failures };
}
