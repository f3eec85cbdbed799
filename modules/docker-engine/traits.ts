import { z } from "zod";
import type { EngineEndpoint } from "./find.ts";
import { getJson } from "./request.ts";

/** What an engine reports of itself, as far as it decides whether and how a stack runs on it. */
export interface EngineTraits {
  readonly product: "docker" | "podman";
  readonly version: string;
  /** The newest version of its API, e.g. `1.41`. */
  readonly apiVersion: string;
  /** What its containers run: `linux` or `windows`. */
  readonly system: string;
  /** It runs as an ordinary user, as whom the containers' root acts. */
  readonly isRootless: boolean;
  /** Its containers' users are others on the machine, that own nothing there (`userns-remap`). */
  readonly remapsUsers: boolean;
  /** It labels its containers for SELinux, which then lets them read only what has a label of theirs. */
  readonly usesSelinux: boolean;
  /** Whether it can hold a container to a limit of memory. */
  readonly limitsMemory: boolean;
}

const versionSchema = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  Os: z.string().default("linux"),
  Components: z.array(z.object({ Name: z.string() })).nullish(),
});
const infoSchema = z.object({
  OSType: z.string().optional(),
  MemoryLimit: z.boolean().default(true),
  SecurityOptions: z.array(z.string()).nullish(),
});

/**
 * Reads an engine's version and settings.
 * @throws Error when it doesn't answer within `timeoutMs`; `code` and `syscall` are the system's
 */
export async function readTraits(endpoint: EngineEndpoint, timeoutMs: number): Promise<EngineTraits> {
  const [version, info] = await Promise.all(
    ["/version", "/info"].map((path) => getJson(endpoint, path, timeoutMs)),
  );
  return parseTraits(version, info);
}

/** Parses an engine's responses to `/version` and `/info`. */
export function parseTraits(versionAnswer: unknown, infoAnswer: unknown): EngineTraits {
  const version = versionSchema.parse(versionAnswer);
  const info = infoSchema.parse(infoAnswer);
  const security = (info.SecurityOptions ?? []).map((option) => /name=([^,]*)/.exec(option)?.[1] ?? option);
  const isPodman = (version.Components ?? []).some(({ Name }) => Name.startsWith("Podman"));
  return {
    product: isPodman ? "podman" : "docker",
    version: version.Version,
    apiVersion: version.ApiVersion,
    system: info.OSType ?? version.Os,
    isRootless: security.includes("rootless"),
    remapsUsers: security.includes("userns"),
    usesSelinux: security.includes("selinux"),
    limitsMemory: info.MemoryLimit,
  };
}
