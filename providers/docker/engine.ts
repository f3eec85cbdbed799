import type Docker from "dockerode";
import {
  connectTo,
  endpointAt,
  engineMessage,
  findEngine,
  UnusableEngineError,
} from "../../modules/docker-engine/index.ts";
import { ProviderError } from "../plugin/index.ts";

export interface Engine {
  readonly docker: Docker;
  /** The address in use, for messages. */
  readonly host: string;
}

/**
 * Opens the engine at `host`, with TLS by the files of `certPath`, or the one that Docker's own client would use;
 * connects with the first request.
 */
export async function openEngine(host: string | null, certPath: string | null): Promise<Engine> {
  try {
    const endpoint = host
      ? endpointAt(host, certPath || undefined, { kind: "host", variable: "host" })
      : findEngine();
    if (endpoint.address.kind === "ssh")
      throw new ProviderError(`The engine can't be at ${endpoint.host}`, NO_SSH);
    return { host: endpoint.host, docker: await connectTo(endpoint) };
  } catch (error) {
    if (!(error instanceof UnusableEngineError)) throw error;
    throw new ProviderError(`No usable Docker engine: ${error.refusal.reason}`, error.refusal.remedy);
  }
}

const NO_SSH = "ssh:// is not spoken. Forward the engine's socket with ssh -L and give that as host.";

/** The engine's status code, or null where the failure wasn't an answer of the engine. */
export function statusOf(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("statusCode" in thrown)) return null;
  return typeof thrown.statusCode === "number" ? thrown.statusCode : null;
}

/** Says what was being done when the engine refused, or that there is no engine. */
export function explain(thrown: unknown, doing: string, engine: Engine): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
  if (code === "ECONNREFUSED" || code === "ENOENT" || code === "EACCES" || code === "ENOTFOUND") {
    const advice =
      code === "EACCES"
        ? "You may not open its socket: run as root or join the group docker."
        : "Start it (`systemctl start docker`, or `dockerd` as root), or set the provider's host or DOCKER_HOST.";
    return new ProviderError(
      `The Docker engine does not answer at ${engine.host}`,
      `${String(code)}. ${advice}`,
    );
  }
  if (thrown instanceof Error && (thrown.name === "AbortError" || code === "ABORT_ERR")) {
    return new ProviderError(`Interrupted while ${doing}`, "Run the command again to continue.");
  }
  return new ProviderError(`Failed ${doing}`, engineMessage(thrown));
}

/** Gives what the engine answers, or null where it doesn't know the object. */
export async function found<Answer>(request: Promise<Answer>): Promise<Answer | null> {
  try {
    return await request;
  } catch (thrown) {
    if (statusOf(thrown) === 404) return null;
    throw thrown;
  }
}
