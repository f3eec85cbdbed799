import { findLocalEngine } from "./find.ts";
import { type EngineTraits, readTraits } from "./traits.ts";
import { type EngineRefusal, UnusableEngineError } from "./unusable.ts";

/** What a stack does differently on an engine. */
export interface EngineCompatibility {
  /**
   * Whether containers' users own nothing on this machine: files for them have to be readable for everybody, in a
   * folder that is closed to everybody.
   */
  readonly readsAsNobody: boolean;
  /** Security options of every container, beside the stack's own. */
  readonly securityOptions: readonly string[];
}

/** Of an engine on which nothing differs. */
export const fullCompatibility: EngineCompatibility = { readsAsNobody: false, securityOptions: [] };

interface Release {
  readonly version: string;
  /** Of its API. */
  readonly major: number;
  readonly minor: number;
}

/** BuildKit, and all that the stack asks for. */
const lowest: Release = { version: "20.10", major: 1, minor: 41 };
/** In 20.10 BuildKit gives what it copies into an image to users outside of the container; 26.1 was tried, and doesn't. */
const lowestThatRemaps: Release = { version: "26.0", major: 1, minor: 45 };

/** How a stack runs on an engine with those traits. @throws {UnusableEngineError} if it can't, with what to change */
export function checkEngine(traits: EngineTraits): EngineCompatibility {
  const refusal = refuse(traits);
  if (refusal !== undefined) throw new UnusableEngineError(refusal);
  return {
    readsAsNobody: traits.remapsUsers,
    // The files stay where the user has them, with the label that they have: to relabel them is not ours to decide.
    securityOptions: traits.usesSelinux ? ["label=disable"] : [],
  };
}

function refuse(traits: EngineTraits): EngineRefusal | undefined {
  const failure = "docker-engine-unfit";
  if (traits.product === "podman")
    return {
      failure,
      reason: `the engine is Podman ${traits.version}`,
      remedy:
        "Its networks have no name server at 127.0.0.11, by which the load balancer finds web nodes, and it has no BuildKit. " +
        "Use Docker Engine, rootless if you like (https://docs.docker.com/engine/security/rootless/): `docker context use NAME` chooses it.",
    };
  if (traits.system !== "linux")
    return {
      failure,
      reason: `the engine runs ${traits.system} containers`,
      remedy: "The stack's are Linux containers: choose `Switch to Linux containers` in Docker Desktop.",
    };
  const needed = traits.remapsUsers ? lowestThatRemaps : lowest;
  if (isOlder(traits.apiVersion, needed)) {
    const remapping = traits.remapsUsers ? " with userns-remap" : "";
    return {
      failure,
      reason: `the engine is Docker ${traits.version} (API ${traits.apiVersion})${remapping}`,
      remedy:
        `Allowed${remapping}: Docker ${needed.version} (API ${needed.major}.${needed.minor}) or later. Upgrade it` +
        `${traits.remapsUsers ? ", or take `userns-remap` out of /etc/docker/daemon.json" : ""}.`,
    };
  }
  return undefined;
}

function isOlder(apiVersion: string, { major, minor }: Release): boolean {
  const [givenMajor = 0, givenMinor = 0] = apiVersion.split(".").map(Number);
  return givenMajor < major || (givenMajor === major && givenMinor < minor);
}

/** What a user has to know of an engine before a stack is deployed on it; undefined where there is nothing. */
export function engineNotice({ limitsMemory, isRootless }: EngineTraits): string | undefined {
  if (limitsMemory) return undefined;
  const remedy = isRootless
    ? "a rootless one can with cgroup v2, started by `systemctl --user start docker`"
    : "boot with `cgroup_enable=memory`";
  return `This Docker engine can't limit the memory of containers, so each may take all of it: ${remedy}.`;
}

/** What is special about an engine, in a few words; empty for one that is as Docker's packages install it. */
export function describeTraits(traits: EngineTraits): string {
  const words = [
    ...(traits.isRootless ? ["rootless"] : []),
    ...(traits.remapsUsers ? ["userns-remap"] : []),
    ...(traits.usesSelinux ? ["SELinux"] : []),
    ...(traits.limitsMemory ? [] : ["without limits of memory"]),
  ];
  return words.join(", ");
}

const RESPONSE_TIMEOUT_MS = 5_000;

/**
 * How a stack runs on this machine's engine. Where none answers, as on a machine that only synthesizes, nothing differs.
 *
 * @throws {UnusableEngineError} if it can't, with what to change
 */
export async function checkLocalEngine(): Promise<EngineCompatibility> {
  const endpoint = findLocalEngine();
  const traits = await readTraits(endpoint, RESPONSE_TIMEOUT_MS).catch(() => undefined);
  return traits === undefined ? fullCompatibility : checkEngine(traits);
}
