import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  type ContainerNeeds,
  type ImageRecipe,
  recipeHash,
  writeContext,
} from "../../modules/image/index.ts";
import { killOnHost } from "./host-processes.ts";

const run = promisify(execFile);

/** Runs the docker command; gives what it printed on standard output, trimmed. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("docker", args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

/** Runs the docker command with standard input; gives its exit code and all that it printed. */
export function dockerWithInput(
  input: string,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn("docker", args, { stdio: ["pipe", "pipe", "pipe"] });
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number; output: string }>();
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.on("error", reject);
  child.on("close", (code) => resolve({ code: code ?? -1, output }));
  child.stdin.end(input);
  return promise;
}

/** A name of its own for the Docker objects of a test. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString("hex")}`;
}

/** Builds a recipe as `<prefix>:<hash>`, unless that image is here already; gives the image's name. */
export async function buildImage(prefix: string, recipe: ImageRecipe): Promise<string> {
  const image = `${prefix}:${recipeHash(recipe)}`;
  if ((await docker("images", "--quiet", image)) !== "") return image;
  const parent = mkdtempSync(join(tmpdir(), "lampstand-build-"));
  try {
    await docker("build", "--quiet", "--tag", image, writeContext(recipe, parent).path);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
  return image;
}

/** `docker create` arguments for what an image needs at run time. */
export function needsArguments(needs: ContainerNeeds): string[] {
  const { healthcheck } = needs;
  return [
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--stop-signal", needs.stopSignal],
    ...needs.capabilities.flatMap((capability) => ["--cap-add", capability]),
    ...Object.entries(needs.tmpfs).flatMap(([path, options]) => ["--tmpfs", `${path}:${options}`]),
    ...Object.entries(needs.environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...(needs.readOnlyRoot ? ["--read-only"] : []),
    ...["--stop-timeout", String(needs.stopGraceSeconds)],
    ...["--health-cmd", healthcheck.test.slice(1).join(" ")],
    ...["--health-interval", `${healthcheck.intervalMs}ms`, "--health-timeout", `${healthcheck.timeoutMs}ms`],
    ...["--health-retries", String(healthcheck.retries)],
    ...["--health-start-period", `${healthcheck.startPeriodMs}ms`],
  ];
}

/**
 * SIGKILL to a container's main process from the host, as a crash: its restart policy acts. Over when the process is
 * gone, and with it all that it had started.
 */
export async function crash(container: string): Promise<void> {
  const pid = Number(await docker("inspect", "--format", "{{.State.Pid}}", container));
  if (!Number.isInteger(pid) || pid <= 1) throw new Error(`${container} is not running`);
  await killOnHost(pid);
}

/** Host port that a container's port is published on. */
export async function publishedPort(container: string, port: number): Promise<number> {
  const [first = ""] = (await docker("port", container, `${port}/tcp`)).split("\n");
  return Number(first.slice(first.lastIndexOf(":") + 1));
}

/** Three ports on 127.0.0.1 that nobody uses at the moment, all different. */
export async function freePorts(): Promise<readonly [number, number, number]> {
  const servers = await Promise.all([listen(), listen(), listen()]);
  const [first, second, third] = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  if (first === undefined || second === undefined || third === undefined) throw new Error("no free port");
  return [first, second, third];
}

function listen(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : undefined;
}

/** Checks every 50 ms until `claim` holds. @throws Error naming `what` after `timeoutMs`. */
export async function until(
  what: string,
  claim: () => Promise<boolean> | boolean,
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await claim())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
