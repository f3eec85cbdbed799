import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import { z } from "zod";
import { parseJson } from "../../modules/json/index.ts";
import { isOnThisMachine, proxyVariables } from "../../modules/proxy/index.ts";
import { type Fields, isSet, ProviderError, textMapOf, textOf, textsOf } from "../plugin/index.ts";
import { BuildLog, decodeStatus } from "./build-log.ts";
import type { Engine } from "./engine.ts";

/**
 * Builds an image by the BuildKit inside the engine.
 * BuildKit rather than the classic builder: a first build is a quarter faster (measured: 1.0 s against 1.3 s; both
 * take 0.06 s where nothing has changed), stages build side by side, and a failed or interrupted build leaves neither
 * containers nor images behind.
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
  const stream = await engine.docker.buildImage(
    { context, src: await filesOf(context) },
    { ...options, abortSignal: signal },
  );
  const failure = await readBuild(stream, log, signal);
  signal.throwIfAborted();
  if (failure !== null) {
    throw new ProviderError(`The build of image ${name} failed`, log.explain(failure), ["build"]);
  }
}

/**
 * All files, links and empty folders of a context, by their relative paths. The client applies .dockerignore to what
 * is named here, but not to what it would find by itself in a named folder.
 */
async function filesOf(context: string): Promise<string[]> {
  const entries = await readdir(context, { recursive: true, withFileTypes: true });
  const folders = new Set(entries.map((entry) => entry.parentPath));
  return entries
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => !entry.isDirectory() || !folders.has(path))
    .map(({ path }) => relative(context, path))
    .sort();
}

function buildOptions(
  build: Fields,
  name: string,
  dockerfile: string,
  platform: string,
): Docker.ImageBuildOptions {
  const target = textOf(build, "target");
  const proxies = proxyVariables(process.env);
  const networkMode = textOf(build, "network_mode") || (isOnThisMachine(proxies) ? "host" : null);
  const wantedPlatform = textOf(build, "platform") || platform;
  return {
    version: "2",
    t: name,
    dockerfile,
    // Of an image's history and its layers' identity the names of proxies are no part; nor are they in Terraform's state.
    buildargs: { ...proxies, ...textMapOf(build, "build_args") },
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

/** Reads a build's messages to the end. @returns what it failed with, or null */
export async function readBuild(
  stream: NodeJS.ReadableStream,
  log: BuildLog,
  signal: AbortSignal,
): Promise<string | null> {
  let failure: string | null = null;
  const lines = createInterface({ input: stream });
  const stopReading = (): void => lines.close();
  signal.addEventListener("abort", stopReading, { once: true });
  const ended = finished(stream).catch(() => {});
  for await (const line of lines) {
    const message = parseJson(line, messageSchema);
    if (message === undefined)
      failure = `the engine sent a line that is no build message: ${line.slice(0, 200)}`;
    if (message?.error !== undefined) failure = message.error;
    if (typeof message?.aux === "string") log.add(decodeStatus(Buffer.from(message.aux, "base64")));
  }
  signal.removeEventListener("abort", stopReading);
  if (!signal.aborted) await ended;
  return failure;
}

/** One line of a build's answer; other fields, and an `aux` of another kind than BuildKit's, mean nothing here. */
const messageSchema = z.object({ error: z.string().optional(), aux: z.unknown().optional() });
