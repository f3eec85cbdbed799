import { findLocalEngine, providerSettings } from "../docker-engine/index.ts";

/** Settings of a DockerProvider. */
export interface DockerProviderSettings {
  readonly host: string;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem`, where the engine is reached by TLS. */
  readonly certPath?: string;
}

/**
 * Settings that lead a DockerProvider to the engine which Docker's own client would use. By itself the provider knows
 * DOCKER_HOST and the default socket, but not the current context.
 *
 * @throws {UnusableEngineError} if that engine isn't on this machine
 */
export function dockerProviderConfig(): DockerProviderSettings {
  return providerSettings(findLocalEngine());
}
