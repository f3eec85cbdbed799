import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { z } from "zod";
import { mirrorFolder } from "../../providers/index.ts";
import { findTerraform, releaseFor } from "../terraform-program/index.ts";
import { tryCommand } from "./commands.ts";
import { observeEngine } from "./engine.ts";
import type { Machine, Privilege, Reachability } from "./machine.ts";
import { readProvidersChoice } from "./providers-choice.ts";

const REGISTRY_DISCOVERY = "https://registry.terraform.io/.well-known/terraform.json";
const PROBE_TIMEOUT_MS = 3_000;
const COMMAND_TIMEOUT_MS = 10_000;
/** A user's PATH on Debian leaves these out, though dockerd and debootstrap are in them. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
/** `terraform version -json`; OpenTofu prints its own version under the same key. */
const versionSchema = z.object({ terraform_version: z.string() });

export interface Observation {
  readonly projectFolder: string;
  /** Debian packages to look for. */
  readonly packages: readonly string[];
  readonly probesRegistry: boolean;
}

/** Looks at this machine and changes nothing. Takes up to 3 s for a probe that is not answered. */
export async function observeMachine(observation: Observation): Promise<Machine> {
  const notProbed: Reachability = "not-probed";
  const [privilege, { endpoint, engine }, terraform, registry, missingPackages] = await Promise.all([
    observePrivilege(),
    observeEngine(),
    observeTerraform(),
    observation.probesRegistry ? probe(REGISTRY_DISCOVERY) : notProbed,
    findMissingPackages(observation.packages),
  ]);
  return {
    platform: process.platform,
    isDebianLike: isDebianLike(),
    privilege,
    userName: userInfo().username,
    endpoint,
    engine,
    hasDockerd: hasProgram("dockerd"),
    hasSystemd: existsSync("/run/systemd/system"),
    hasDebootstrap: hasProgram("debootstrap"),
    terraform,
    terraformRelease: terraform === undefined ? await probeRelease() : notProbed,
    registry,
    hasMirror: existsSync(mirrorFolder(observation.projectFolder)),
    chosenProviders: readProvidersChoice(observation.projectFolder),
    missingPackages,
  };
}

async function observePrivilege(): Promise<Privilege> {
  if (process.getuid?.() === 0) return "root";
  return (await tryCommand(["sudo", "-n", "true"], COMMAND_TIMEOUT_MS)) === undefined ? "none" : "sudo";
}

async function observeTerraform(): Promise<Machine["terraform"]> {
  const program = findTerraform(process.env);
  if (program === undefined) return undefined;
  const printed = await tryCommand([program, "version", "-json"], COMMAND_TIMEOUT_MS);
  if (printed === undefined) return undefined;
  return { program, version: versionSchema.parse(JSON.parse(printed)).terraform_version };
}

async function probeRelease(): Promise<Reachability> {
  const release = releaseFor(process.platform, process.arch);
  return release === undefined ? "unreachable" : probe(release.address, "HEAD");
}

async function probe(address: string, method = "GET"): Promise<Reachability> {
  try {
    const answer = await fetch(address, { method, signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer.ok ? "reachable" : "unreachable";
  } catch {
    return "unreachable";
  }
}

async function findMissingPackages(packages: readonly string[]): Promise<readonly string[]> {
  const statuses = await Promise.all(
    packages.map((name) => tryCommand(["dpkg", "-s", name], COMMAND_TIMEOUT_MS)),
  );
  // A package that was removed but not purged has a status too.
  return packages.filter((_, index) => !statuses[index]?.includes("\nStatus: install ok installed"));
}

function isDebianLike(): boolean {
  if (!existsSync("/etc/os-release")) return false;
  const release = readFileSync("/etc/os-release", "utf8");
  return /^(ID|ID_LIKE)="?([^"\n]*\s)?debian\b/m.test(release);
}

function hasProgram(name: string): boolean {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...SYSTEM_FOLDERS];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, name)));
}
