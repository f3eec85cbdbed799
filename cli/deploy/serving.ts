import { statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { observeMembers } from "../status/index.ts";

export interface Wait {
  readonly config: ResolvedConfig;
  readonly memberIds: readonly string[];
  readonly projectFolder: string;
  readonly say: (line: string) => void;
  /** Ends the wait with its reason. */
  readonly signal: AbortSignal;
}

/** Time for the first start of the replication group, with room for a slow machine; measured: 8 s. */
const serveTimeoutMs = 120_000;
const pollPauseMs = 250;
const sayEveryMs = 10_000;
/** A primary with mended SQL says "failed" of the load before, until it begins its own: within a second, measured. */
const believeFailureAfterMs = 3_000;

/**
 * Waits until the site reads and writes. Containers are up before the group is formed: health decides, not Terraform.
 *
 * @throws Failure when the init SQL has an error, within seconds; when the site doesn't serve after two minutes
 */
export async function waitUntilServing(wait: Wait): Promise<void> {
  const startedAtMs = performance.now();
  let failedSinceMs: number | undefined;
  let saidAtMs = startedAtMs;
  wait.say("Waiting until the site can read and write ...");
  for (;;) {
    wait.signal.throwIfAborted();
    const [site, loadFailure] = await Promise.all([askSite(wait.config), askForLoadFailure(wait)]);
    if (site === "serves") return;
    const nowMs = performance.now();
    failedSinceMs = loadFailure === undefined ? undefined : (failedSinceMs ?? nowMs);
    if (loadFailure !== undefined && nowMs - (failedSinceMs ?? nowMs) > believeFailureAfterMs)
      throw new Failure("init-sql-error", initError(wait, loadFailure));
    if (nowMs - startedAtMs > serveTimeoutMs) throw new Failure("not-serving", notServing(wait, site));
    if (nowMs - saidAtMs > sayEveryMs) {
      saidAtMs = nowMs;
      wait.say(`  ${Math.round((nowMs - startedAtMs) / 1000)} s: ${site}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollPauseMs));
  }
}

/** "serves", or what the site answers instead, in a line. */
async function askSite({ loadBalancer }: ResolvedConfig): Promise<string> {
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

/** What the primary says of a failed load of the init SQL. */
async function askForLoadFailure({ config, memberIds }: Wait): Promise<string | undefined> {
  const members = await observeMembers(config, memberIds);
  const primary = Object.values(members).find(({ role }) => role === "PRIMARY");
  return primary?.init.state === "failed" ? primary.init.message : undefined;
}

/** `message` is the agent's, which names files as they are called in the image. */
function initError({ config, projectFolder }: Wait, message: string): string {
  return [
    `database.init: ${loadFailureText(message, config.database.init, projectFolder)}`,
    "Mend it, then run `npm run up`: the database is empty, and the load begins anew.",
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
    `Deployed, but after ${serveTimeoutMs / 1000} s http://127.0.0.1:${config.loadBalancer.httpPort}/readyz says: ${site}`,
    "See `npm run status`, and `docker logs` of the members.",
  ].join("\n");
}
