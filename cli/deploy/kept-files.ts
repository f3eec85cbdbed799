import { z } from "zod";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { openLocalEngine, runInContainer } from "../../modules/docker-engine/index.ts";
import { parseJson } from "../../modules/json/index.ts";
import { webNodePlaces } from "../../modules/web-node/index.ts";
import { seeEngineObjects } from "./engine.ts";

/** As many are named. */
const namedFiles = 5;

/**
 * Lines on files of writable folders that differ from the site's own and that this deploy left as they are.
 *
 * @param since when the deploy began, in milliseconds: what an earlier one has reported isn't repeated
 */
export async function readKeptLines({ name, app }: ResolvedConfig, since: number): Promise<string[]> {
  if (app.writableFolders.length === 0) return [];
  const { containers } = await seeEngineObjects(name);
  const web = containers.find(({ role, isRunning }) => role === "web" && isRunning);
  if (web === undefined) return [];
  const docker = await openLocalEngine();
  const command = [webNodePlaces.seedFolders, "kept", String(Math.floor(since / 1000))];
  const { output } = await runInContainer(docker.getContainer(web.id), command, "www-data");
  return keptLines(parseJson(output, z.array(z.string())) ?? []);
}

/** @param paths below the app's folder */
export function keptLines(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length - namedFiles;
  return [
    "Files of writable folders that differ from yours, and were kept as they are:",
    ...paths.slice(0, namedFiles).map((path) => `  ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '  Yours replace them with { path: "...", seed: "newer" } or "always" in app.writableFolders.',
  ];
}
