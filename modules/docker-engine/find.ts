import { defaultHost, type EngineAddress, isLocal, parseHost } from "./address.ts";
import { type ChosenBy, changeEngineText, chooseEngine, describeChoice } from "./choose.ts";
import { dockerConfigFolder, readContext, readCurrentContext, type StoredContext } from "./contexts.ts";
import { UnusableEngineError } from "./unusable.ts";

/** An engine that was found; nobody has connected to it yet. */
export interface EngineEndpoint {
  /** In Docker's form, e.g. `unix:///var/run/docker.sock`. */
  readonly host: string;
  readonly address: EngineAddress;
  readonly chosenBy: ChosenBy;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem`; undefined without TLS. */
  readonly certificates: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the engine as Docker's own client does: DOCKER_HOST, then the context of DOCKER_CONTEXT, then the current
 * context, then the default socket.
 *
 * @throws {UnusableEngineError} for a context that isn't stored and for an address that isn't one
 */
export function findEngine(environment: Environment = process.env): EngineEndpoint {
  const configFolder = dockerConfigFolder(environment);
  const chosenBy = chooseEngine(environment, readCurrentContext(configFolder));
  const { host, certificates } = storedEndpoint(chosenBy, environment, configFolder);
  return endpointAt(host, certificates, chosenBy);
}

/**
 * The same, for what mounts files of this machine and publishes ports on its 127.0.0.1.
 *
 * @throws {UnusableEngineError} also for an engine on another machine
 */
export function findLocalEngine(environment: Environment = process.env): EngineEndpoint {
  const endpoint = findEngine(environment);
  assertLocal(endpoint);
  return endpoint;
}

/** The engine at an address in Docker's form. @throws {UnusableEngineError} if it isn't one */
export function endpointAt(
  host: string,
  certificates: string | undefined,
  chosenBy: ChosenBy,
): EngineEndpoint {
  const address = parseHost(host, certificates !== undefined);
  if (address !== undefined) return { host: hostOf(address, host), address, chosenBy, certificates };
  throw new UnusableEngineError({
    failure: "docker-host-invalid",
    reason: `got the address "${host}" (${describeChoice(chosenBy)})`,
    remedy:
      "Allowed: unix:///path/of/a/socket, npipe:////./pipe/name or tcp://127.0.0.1:port. " +
      `Correct it, or ${changeEngineText(chosenBy)}.`,
  });
}

/** @throws {UnusableEngineError} for an engine that doesn't share this machine's files and its 127.0.0.1 */
export function assertLocal(endpoint: EngineEndpoint): void {
  if (isLocal(endpoint.address)) return;
  throw new UnusableEngineError({
    failure: "docker-remote",
    reason: `the one at ${describeEngine(endpoint)} is on another machine`,
    remedy:
      "The stack mounts files of this machine and publishes ports on its 127.0.0.1, so the engine has to be here: " +
      `${changeEngineText(endpoint.chosenBy)}, or run this on that machine.`,
  });
}

/** The engine's address and by what it was chosen, for messages. */
export function describeEngine({ host, chosenBy }: EngineEndpoint): string {
  return `${host} (${describeChoice(chosenBy)})`;
}

/** The settings with which Terraform's Docker provider reaches the engine. */
export function providerSettings({ host, certificates }: EngineEndpoint): {
  readonly host: string;
  readonly certPath?: string;
} {
  return { host, ...(certificates === undefined ? {} : { certPath: certificates }) };
}

function storedEndpoint(chosenBy: ChosenBy, environment: Environment, configFolder: string): StoredContext {
  switch (chosenBy.kind) {
    case "host": {
      const isTls = Boolean(environment.DOCKER_TLS_VERIFY);
      const certificates = isTls ? environment.DOCKER_CERT_PATH || configFolder : undefined;
      return { host: environment.DOCKER_HOST ?? "", certificates };
    }
    case "context": {
      const stored = readContext(configFolder, chosenBy.name);
      if (stored !== undefined) return stored;
      const where =
        chosenBy.setIn === "config.json" ? `current in ${configFolder}/config.json` : chosenBy.setIn;
      throw new UnusableEngineError({
        failure: "docker-context-unknown",
        reason: `the context "${chosenBy.name}" (${where}) is not stored in ${configFolder}/contexts`,
        remedy: `\`docker context ls\` lists those that are; choose one, or ${changeEngineText(chosenBy)}.`,
      });
    }
    case "default":
      return { host: defaultHost(process.platform), certificates: undefined };
  }
}

/** With all that was left out: a provider of Terraform needs the whole. */
function hostOf(address: EngineAddress, given: string): string {
  switch (address.kind) {
    case "socket":
      return `${given.startsWith("npipe:") ? "npipe" : "unix"}://${address.path}`;
    case "tcp":
      return `tcp://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
    case "ssh":
      return given;
  }
}
