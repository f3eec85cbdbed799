import type Docker from "dockerode";
import { ProviderError } from "../plugin/index.ts";

/** Where Docker's own packages put the engine's socket. */
const USUAL_HOST = "unix:///var/run/docker.sock";

export interface Engine {
  readonly docker: Docker;
  /** The address in use, for messages. */
  readonly host: string;
}

/** Opens the engine at `host`, at DOCKER_HOST or at its usual socket; connects with the first request. */
export async function openEngine(configuredHost: string | null): Promise<Engine> {
  const host = configuredHost || process.env.DOCKER_HOST || USUAL_HOST;
  // Loaded only here: Terraform also starts providers that are never asked to reach an engine.
  const { default: Engine } = await import("dockerode");
  if (host.startsWith("unix://"))
    return { host, docker: new Engine({ socketPath: host.slice("unix://".length) }) };
  const url = URL.parse(host);
  if (url?.protocol !== "tcp:" || !url.port) {
    throw new ProviderError(
      `DOCKER_HOST can't be ${host}`,
      "Allowed: unix:///path/of/a/socket or tcp://address:port without TLS.",
    );
  }
  return { host, docker: new Engine({ protocol: "http", host: url.hostname, port: Number(url.port) }) };
}

/** The engine's status code, or null where the failure wasn't an answer of the engine. */
export function statusOf(thrown: unknown): number | null {
  if (typeof thrown !== "object" || thrown === null || !("statusCode" in thrown)) return null;
  return typeof thrown.statusCode === "number" ? thrown.statusCode : null;
}

/** What the engine said, without the client's wrapping. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (
    "json" in thrown &&
    typeof thrown.json === "object" &&
    thrown.json !== null &&
    "message" in thrown.json
  ) {
    return String(thrown.json.message);
  }
  return thrown.message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
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
  return new ProviderError(`Failed ${doing}`, messageOf(thrown));
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
