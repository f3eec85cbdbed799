import { changeEngineText, describeEngine, type EngineEndpoint } from "../../modules/docker-engine/index.ts";
import type { FailureId } from "../../modules/failures/index.ts";
import type { Machine, ProviderSource, ProvidersChoice } from "./machine.ts";

export interface SetupRequest {
  /** The value of LAMPSTAND_PROVIDERS: it goes before the result of the registry's probe. */
  readonly forcedProviders: ProviderSource | undefined;
}

/** What to do where no registry of images hands out the base image. */
export type BaseImageFallback =
  | { readonly kind: "debootstrap"; readonly packagesFirst: readonly string[]; readonly throughSudo: boolean }
  | { readonly kind: "none"; readonly howToGet: string };

export type Step =
  | {
      readonly kind: "install-packages";
      readonly packages: readonly string[];
      readonly throughSudo: boolean;
      readonly because: string;
    }
  | {
      readonly kind: "start-engine";
      readonly how: "systemctl" | "spawn";
      readonly throughSudo: boolean;
      readonly because: string;
    }
  | { readonly kind: "get-base-image"; readonly fallback: BaseImageFallback; readonly because: string }
  | { readonly kind: "fetch-terraform"; readonly because: string }
  | { readonly kind: "use-stand-in-providers"; readonly because: string }
  | { readonly kind: "use-registry-providers"; readonly because: string };

export interface Problem {
  readonly failure: FailureId;
  readonly missing: string;
  readonly howToGet: string;
}

export type SetupPlan =
  | { readonly kind: "ready"; readonly steps: readonly Step[] }
  | { readonly kind: "impossible"; readonly problems: readonly Problem[] };

type Part = { readonly steps: readonly Step[]; readonly problems: readonly Problem[] };

const NOTHING: Part = { steps: [], problems: [] };
const ENGINE_PACKAGES = ["docker.io", "iptables"];
const DEBOOTSTRAP_PACKAGES = ["debootstrap", "debian-archive-keyring"];

/** What has to be done on this machine, in order, or everything that prevents it. */
export function planSetup(machine: Machine, request: SetupRequest): SetupPlan {
  const parts = [
    planTerraform(machine),
    planEngine(machine),
    planExtraPackages(machine),
    planBaseImage(machine),
    planProviders(machine, request),
  ];
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length > 0) return { kind: "impossible", problems };
  return { kind: "ready", steps: parts.flatMap((part) => part.steps) };
}

/** For a machine that can't fetch it by itself. */
export const terraformInstallText =
  "Connect to a network that reaches releases.hashicorp.com, or install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/).";

function planTerraform(machine: Machine): Part {
  if (machine.terraform !== undefined) return NOTHING;
  if (machine.terraformRelease !== "reachable")
    return problem("terraform-missing", "Terraform", terraformInstallText);
  return {
    steps: [{ kind: "fetch-terraform", because: "no terraform or tofu is on the PATH" }],
    problems: [],
  };
}

function planEngine(machine: Machine): Part {
  if (machine.engine.kind === "reachable") return NOTHING;
  if (machine.engine.kind === "unusable") {
    const { failure, reason, remedy } = machine.engine.refusal;
    return problem(failure, `A usable Docker engine: ${reason}`, remedy);
  }
  if (machine.engine.kind === "forbidden") return planAccess(machine);
  if (machine.endpoint !== undefined && machine.endpoint.chosenBy.kind !== "default")
    return planChosenEngine(machine.endpoint);
  if (!machine.isDebianLike) return problem("docker-missing", "Docker", howToGetDocker(machine.platform));
  const install = machine.hasDockerd
    ? NOTHING
    : planPackages(machine, ENGINE_PACKAGES, "docker-missing", "no Docker engine on this machine");
  return join([install, planStart(machine)]);
}

function planAccess({ endpoint, userName }: Machine): Part {
  const isDefault = endpoint === undefined || endpoint.chosenBy.kind === "default";
  const howToGet = isDefault
    ? joinDockerGroup(userName)
    : `Its socket is not open to ${userName}: run this as the user who started that engine, or ${changeEngineText(endpoint.chosenBy)}.`;
  const which = isDefault ? "the Docker engine" : `the Docker engine at ${describeEngine(endpoint)}`;
  return problem("docker-forbidden", `Access to ${which}`, howToGet);
}

/** One that somebody chose is never replaced by this machine's own. */
function planChosenEngine(endpoint: EngineEndpoint): Part {
  const { host, chosenBy } = endpoint;
  const remedy = `Start that engine, or ${changeEngineText(chosenBy)}.`;
  if (chosenBy.kind === "context")
    return problem("docker-context-silent", `A Docker engine at ${describeEngine(endpoint)}`, remedy);
  return problem("docker-host-silent", `A Docker engine at DOCKER_HOST=${host}`, remedy);
}

function planStart(machine: Machine): Part {
  const command = machine.hasSystemd ? "systemctl start docker" : "dockerd";
  if (machine.privilege === "none") {
    // Without Docker the install command is the problem to solve first, and it is in the list already.
    if (!machine.hasDockerd) return NOTHING;
    return problem("docker-not-running", "A running Docker engine", `As root: ${command}`);
  }
  const because = machine.hasSystemd
    ? "the Docker engine is not running"
    : "the Docker engine is not running, and no service manager is here to start it";
  const how = machine.hasSystemd ? "systemctl" : "spawn";
  return {
    steps: [{ kind: "start-engine", how, throughSudo: machine.privilege === "sudo", because }],
    problems: [],
  };
}

function planExtraPackages(machine: Machine): Part {
  if (machine.missingPackages.length === 0) return NOTHING;
  if (machine.isDebianLike)
    return planPackages(machine, machine.missingPackages, "packages-missing", "the tests use them");
  const names = machine.missingPackages.join(", ");
  return problem(
    "packages-missing",
    names,
    "The tests use them (these are Debian's names): install them by this system's own means.",
  );
}

function planPackages(
  machine: Machine,
  packages: readonly string[],
  failure: FailureId,
  because: string,
): Part {
  if (machine.privilege === "none") {
    return problem(
      failure,
      packages.join(", "),
      `As root: apt-get update && apt-get install -y ${packages.join(" ")}`,
    );
  }
  const throughSudo = machine.privilege === "sudo";
  return { steps: [{ kind: "install-packages", packages, throughSudo, because }], problems: [] };
}

function planBaseImage(machine: Machine): Part {
  if (machine.engine.kind === "reachable" && machine.engine.hasBaseImage) return NOTHING;
  const because = "every image of the stack is built on it";
  return { steps: [{ kind: "get-base-image", fallback: baseImageFallback(machine), because }], problems: [] };
}

function baseImageFallback(machine: Machine): BaseImageFallback {
  if (!machine.isDebianLike || machine.privilege === "none") {
    return {
      kind: "none",
      howToGet:
        "Connect to a network that reaches Docker Hub, or load the image from a file: docker load -i <file>. " +
        "(On Debian, as root or with sudo, it is made here with debootstrap.)",
    };
  }
  const packagesFirst = machine.hasDebootstrap ? [] : DEBOOTSTRAP_PACKAGES;
  return { kind: "debootstrap", packagesFirst, throughSudo: machine.privilege === "sudo" };
}

function planProviders(machine: Machine, request: SetupRequest): Part {
  const wanted = wantedProviders(machine, request);
  const isMirrorRight = machine.hasMirror === (wanted.use === "stand-in");
  if (machine.chosenProviders?.use === wanted.use && isMirrorRight) return NOTHING;
  const kind = wanted.use === "stand-in" ? "use-stand-in-providers" : "use-registry-providers";
  return { steps: [{ kind, because: wanted.because }], problems: [] };
}

function wantedProviders(machine: Machine, request: SetupRequest): ProvidersChoice {
  if (request.forcedProviders !== undefined) {
    return {
      use: request.forcedProviders,
      because: `LAMPSTAND_PROVIDERS=${request.forcedProviders} asks for them`,
    };
  }
  if (machine.registry === "not-probed" && machine.chosenProviders !== undefined)
    return machine.chosenProviders;
  if (machine.registry === "reachable")
    return { use: "registry", because: "the Terraform registry can be reached" };
  return { use: "stand-in", because: "the Terraform registry can't be reached from here" };
}

function howToGetDocker(platform: NodeJS.Platform): string {
  const product =
    platform === "linux"
      ? "Install Docker Engine (https://docs.docker.com/engine/install/)"
      : "Install Docker Desktop (https://docs.docker.com/desktop/)";
  return `${product}, start it, then run this again.`;
}

/** How a user gets to use an engine whose socket only root and the group docker may open. */
export function joinDockerGroup(userName: string): string {
  return `As root: usermod -aG docker ${userName} - then log out, log in and run this again.`;
}

function problem(failure: FailureId, missing: string, howToGet: string): Part {
  return { steps: [], problems: [{ failure, missing, howToGet }] };
}

function join(parts: readonly Part[]): Part {
  return { steps: parts.flatMap((part) => part.steps), problems: parts.flatMap((part) => part.problems) };
}
