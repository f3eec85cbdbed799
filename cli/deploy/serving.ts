import { statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { observeMembers } from "../status/index.ts";
import { goOnWaiting, type Load, loadOf, serveTimeoutMs, startWaiting } from "./wait.ts";

export interface Wait {
  readonly config: ResolvedConfig;
  readonly memberIds: readonly string[];
  readonly projectFolder: string;
  readonly print: (line: string) => void;
  /** Ends the wait with its reason. */
  readonly signal: AbortSignal;
}

const pollPauseMs = 250;
const printEveryMs = 10_000;

/**
 * Waits until the site reads and writes. Containers are up before the group is formed: health decides, not Terraform.
 * A load of the init SQL takes as long as it takes.
 *
 * @throws Failure when the init SQL has an error, within seconds; when the site doesn't serve two minutes after the load
 */
export async function waitUntilServing(wait: Wait): Promise<void> {
  const startedAtMs = performance.now();
  let waited = startWaiting(startedAtMs);
  let printedAtMs = startedAtMs;
  wait.print("Waiting until the site can read and write ...");
  for (;;) {
    wait.signal.throwIfAborted();
    const [site, load] = await Promise.all([probeSite(wait.config), readInitLoad(wait)]);
    const nowMs = performance.now();
    waited = goOnWaiting(waited, { site, load }, nowMs);
    if (waited.outcome.kind === "serves") return;
    if (waited.outcome.kind === "load-failed")
      throw new Failure("init-sql-error", initError(wait, waited.outcome.message));
    if (waited.outcome.kind === "given-up") throw new Failure("not-serving", notServing(wait, site));
    if (nowMs - printedAtMs > printEveryMs) {
      printedAtMs = nowMs;
      const what = load.state === "loading" ? loadingText(load, wait) : site;
      wait.print(`  ${Math.round((nowMs - startedAtMs) / 1000)} s: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollPauseMs));
  }
}

/** "serves", or what the site answers instead, in a line. */
async function probeSite({ loadBalancer }: ResolvedConfig): Promise<string> {
  try {
    const url = `http://127.0.0.1:${loadBalancer.httpPort}/readyz`;
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "manual" });
    if (response.ok || response.status === 308) return "serves";
    const text = (await response.text()).replaceAll(/<[^>]*>|\s+/g, " ").trim();
    return `${response.status} ${text.slice(0, 200)}`;
  } catch {
    return "no answer yet";
  }
}

async function readInitLoad({ config, memberIds }: Wait): Promise<Load> {
  return loadOf(Object.values(await observeMembers(config, memberIds)));
}

function loadingText(
  { progress }: Extract<Load, { state: "loading" }>,
  { config, projectFolder }: Wait,
): string {
  if (progress === undefined) return "loading the database";
  const { file, readBytes, totalBytes } = progress;
  const path = loadFailureText(file, config.database.init, projectFolder);
  return `loading ${path}: ${mib(readBytes)} of ${mib(totalBytes)} MiB`;
}

function mib(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

/** `message` is the agent's, which names files as they are called in the image. */
function initError({ config, projectFolder }: Wait, message: string): string {
  return [
    `database.init: ${loadFailureText(message, config.database.init, projectFolder)}`,
    "Fix it, then run `npm run up`: the database is empty, and the load starts again.",
  ].join("\n");
}

/** The agent's words with the path of the file as the user knows it. */
export function loadFailureText(message: string, init: string | undefined, projectFolder: string): string {
  const text = message.replace(/^init failed: /, "");
  if (init === undefined) return text;
  const isFolder = statSync(init, { throwIfNoEntry: false })?.isDirectory() === true;
  const shown = (path: string) => relative(projectFolder, path) || basename(path);
  return text.replace(/^[^:]+/, (file) => shown(isFolder ? join(init, file) : init));
}

function notServing({ config }: Wait, site: string): string {
  return [
    `Deployed, but after ${serveTimeoutMs / 1000} s http://127.0.0.1:${config.loadBalancer.httpPort}/readyz answers: ${site}`,
    "See `npm run status`, and `docker logs` of the members.",
  ].join("\n");
}
