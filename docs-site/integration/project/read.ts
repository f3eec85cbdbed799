import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { ConfigError, type Problem, type ResolvedConfig } from "../../../modules/config/index.ts";

/** What the worker found. */
export type ReadAnswer =
  | { readonly kind: "config"; readonly config: ResolvedConfig }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | { readonly kind: "broken"; readonly message: string };

/**
 * The project's config as it is on disk now, also after an earlier call.
 * @throws {ConfigError} with every problem at once; Error where the file itself can't be run.
 */
export async function readConfig(projectFolder: string): Promise<ResolvedConfig> {
  const worker = new Worker(new URL("./read-worker.ts", import.meta.url), { workerData: projectFolder });
  const [answer]: ReadAnswer[] = await once(worker, "message");
  if (answer?.kind === "config") return answer.config;
  if (answer?.kind === "problems") throw new ConfigError(answer.problems);
  throw new Error(answer?.message ?? "lampstand.config.ts could not be read");
}
