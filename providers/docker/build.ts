import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { loadSync } from "@grpc/proto-loader";
import type Docker from "dockerode";
import { type Fields, isSet, ProviderError, textMapOf, textOf, textsOf } from "../plugin/index.ts";
import { BuildLog, type BuildStatus, statusFrom } from "./build-log.ts";
import type { Engine } from "./engine.ts";

const STATUS = "moby.buildkit.v1.StatusResponse";

/**
 * Builds an image by the BuildKit inside the engine.
 * BuildKit rather than the classic builder: an unchanged context costs 0.1 s instead of 0.3 s, stages build side by
 * side, and a failed or interrupted build leaves neither containers nor images.
 * @throws ProviderError with the failed step and the last lines that it wrote.
 */
export async function buildImage(
  engine: Engine,
  name: string,
  build: Fields,
  platform: string,
  signal: AbortSignal,
): Promise<void> {
  const context = textOf(build, "context") ?? "";
  const dockerfile = textOf(build, "dockerfile") || "Dockerfile";
  if (!existsSync(join(context, dockerfile))) {
    const detail = `The context ${context} must hold the file ${dockerfile}. Relative paths start at ${process.cwd()}.`;
    throw new ProviderError(`There is no ${dockerfile} for image ${name}`, detail, ["build"]);
  }
  const options = buildOptions(build, name, dockerfile, platform);
  const log = new BuildLog();
  const stream = await engine.docker.buildImage({ context, src: ["."] }, { ...options, abortSignal: signal });
  const failure = await follow(stream, log, signal);
  signal.throwIfAborted();
  if (failure !== null) {
    throw new ProviderError(`The build of image ${name} failed`, log.explain(failure), ["build"]);
  }
}

function buildOptions(
  build: Fields,
  name: string,
  dockerfile: string,
  platform: string,
): Docker.ImageBuildOptions {
  const target = textOf(build, "target");
  const networkMode = textOf(build, "network_mode");
  const wantedPlatform = textOf(build, "platform") || platform;
  return {
    version: "2",
    t: name,
    dockerfile,
    buildargs: textMapOf(build, "build_args"),
    labels: textMapOf(build, "labels"),
    nocache: isSet(build, "no_cache"),
    rm: build.remove !== false,
    forcerm: isSet(build, "force_remove"),
    ...(isSet(build, "pull_parent") ? { pull: true } : {}),
    ...(target ? { target } : {}),
    ...(networkMode ? { networkmode: networkMode } : {}),
    ...(wantedPlatform ? { platform: wantedPlatform } : {}),
    ...(textsOf(build, "extra_hosts").length > 0
      ? { extrahosts: textsOf(build, "extra_hosts").join(",") }
      : {}),
  };
}

/** Reads a build's messages to the end and gives what it failed with, or null. */
async function follow(
  stream: NodeJS.ReadableStream,
  log: BuildLog,
  signal: AbortSignal,
): Promise<string | null> {
  const decode = statusDecoder();
  let failure: string | null = null;
  const lines = createInterface({ input: stream });
  const stopReading = (): void => lines.close();
  signal.addEventListener("abort", stopReading, { once: true });
  const ended = finished(stream).catch(() => {});
  for await (const line of lines) {
    const message: unknown = JSON.parse(line);
    if (typeof message !== "object" || message === null) continue;
    if ("error" in message) failure = String(message.error);
    if ("aux" in message && typeof message.aux === "string")
      log.add(decode(Buffer.from(message.aux, "base64")));
  }
  signal.removeEventListener("abort", stopReading);
  if (!signal.aborted) await ended;
  return failure;
}

function statusDecoder(): (bytes: Buffer) => BuildStatus {
  const options = { keepCase: true, defaults: true };
  const type = loadSync(join(import.meta.dirname, "buildkit.proto"), options)[STATUS];
  if (!type || !("deserialize" in type) || typeof type.deserialize !== "function") {
    throw new Error(`buildkit.proto holds no message ${STATUS}.`);
  }
  const { deserialize } = type;
  return (bytes) => statusFrom(deserialize(bytes));
}
