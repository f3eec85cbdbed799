import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readJson } from "../json/index.ts";

/** A context as Docker's client stores it. */
export interface StoredContext {
  /** In Docker's form, e.g. `unix:///home/ada/.colima/default/docker.sock`. */
  readonly host: string;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem`, where the context has TLS material. */
  readonly certificates: string | undefined;
}

const configSchema = z.object({ currentContext: z.string().optional() });
const contextSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** Folder in which Docker's client keeps its settings. */
export function dockerConfigFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.DOCKER_CONFIG || join(environment.HOME || homedir(), ".docker");
}

/** `currentContext` of config.json; undefined where there is none, or no file that Docker itself could read. */
export function readCurrentContext(configFolder: string): string | undefined {
  return readJson(join(configFolder, "config.json"), configSchema)?.currentContext;
}

/** Undefined where no context of that name is stored, or none for a Docker engine. */
export function readContext(configFolder: string, name: string): StoredContext | undefined {
  const id = createHash("sha256").update(name).digest("hex");
  const tls = join(configFolder, "contexts", "tls", id, "docker");
  const context = readJson(join(configFolder, "contexts", "meta", id, "meta.json"), contextSchema);
  if (context === undefined) return undefined;
  return { host: context.Endpoints.docker.Host, certificates: existsSync(tls) ? tls : undefined };
}
