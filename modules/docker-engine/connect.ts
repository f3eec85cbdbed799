import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { type EngineEndpoint, findLocalEngine } from "./find.ts";

export interface ConnectOptions {
  /** Time for each answer; none is limited without it. */
  readonly timeoutMs?: number;
}

/** A client of this machine's engine; connects with the first request. @throws {UnusableEngineError} where there is none */
export async function openLocalEngine(options: ConnectOptions = {}): Promise<Docker> {
  return connectTo(findLocalEngine(), options);
}

/** A client of the engine at an endpoint, which isn't ssh; connects with the first request. */
export async function connectTo(
  { address, certificates }: EngineEndpoint,
  { timeoutMs }: ConnectOptions = {},
): Promise<Docker> {
  // Loaded only here: a synth finds the engine without asking it anything.
  const { default: Engine } = await import("dockerode");
  const timeout = timeoutMs === undefined ? {} : { timeout: timeoutMs };
  switch (address.kind) {
    case "socket":
      // The client reads DOCKER_HOST by itself, and a host that it finds there goes before a socket.
      return new Engine({ socketPath: address.path, host: undefined, protocol: "http", ...timeout });
    case "tcp": {
      const { host, port } = address;
      if (certificates === undefined) return new Engine({ protocol: "http", host, port, ...timeout });
      return new Engine({ protocol: "https", host, port, ...tlsMaterial(certificates), ...timeout });
    }
    case "ssh":
      throw new Error("an engine behind ssh is on another machine and has to be refused before");
  }
}

/** Those of the files that are there: a client's own certificate is only needed where the engine asks for one. */
export function tlsMaterial(folder: string): { readonly [name: string]: Buffer } {
  const files = { ca: "ca.pem", cert: "cert.pem", key: "key.pem" };
  return Object.fromEntries(
    Object.entries(files).flatMap(([option, name]) => {
      const path = join(folder, name);
      return existsSync(path) ? [[option, readFileSync(path)]] : [];
    }),
  );
}
