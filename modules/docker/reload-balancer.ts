import { readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type Ended, openLocalEngine, runInContainer } from "../docker-engine/index.ts";
import type { ConfigurationPlace } from "./stage-configuration.ts";

/** Time for a container that has just been started, with a margin for a slow machine; measured: 0.3 s. */
const timeoutMs = 15_000;
const pauseMs = 200;
/** A container's "not yet" (EX_TEMPFAIL), and Docker's exit code for a command in a container that restarts. */
const notYet: readonly (number | null)[] = [75, 126];

const placeSchema: z.ZodType<ConfigurationPlace> = z.object({
  folder: z.string(),
  link: z.string(),
  check: z.array(z.string()).readonly(),
  reload: z.array(z.string()).readonly(),
});

const [containerId = "", folder = "", file = "", place = ""] = process.argv.slice(2);
try {
  await reloadConfiguration(placeSchema.parse(JSON.parse(place)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Checks the file in the container, makes it the current one and reloads; restores the previous one if the reload fails. */
async function reloadConfiguration({
  folder: seenAt,
  link,
  check,
  reload,
}: ConfigurationPlace): Promise<void> {
  const container = (await openLocalEngine()).getContainer(containerId);
  const checked = await retryUntilReady(() => runInContainer(container, [...check, `${seenAt}/${file}`]));
  if (checked.code !== 0)
    throw new Error(
      `The configuration ${join(folder, file)} is invalid; the previous one stays in use:\n${checked.output.trim()}`,
    );
  const path = join(folder, link);
  const before = linkedFile(path);
  pointTo(path, file);
  // A new container waits for the link, and starts with the file that it leads to.
  if (before === undefined) return;
  const reloaded = await retryUntilReady(() => runInContainer(container, reload));
  if (reloaded.code === 0) return;
  pointTo(path, before);
  throw new Error(
    `The configuration ${join(folder, file)} could not be loaded; the previous one, ${before}, stays in use:\n${reloaded.output.trim()}`,
  );
}

/** Tries again while the container restarts or isn't ready. */
async function retryUntilReady(attempt: () => Promise<Ended>): Promise<Ended> {
  for (const deadline = Date.now() + timeoutMs; ; await delay(pauseMs)) {
    try {
      const ended = await attempt();
      if (!notYet.includes(ended.code) || Date.now() > deadline) return ended;
    } catch (error) {
      const isDown = error instanceof Error && "statusCode" in error && error.statusCode === 409;
      if (!isDown || Date.now() > deadline) throw error;
    }
  }
}

function linkedFile(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // There is none before the first deploy.
    return undefined;
  }
}

/** At once: a container sees the old file or the new one. */
function pointTo(path: string, target: string): void {
  const partial = `${path}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  symlinkSync(target, partial);
  renameSync(partial, path);
}
