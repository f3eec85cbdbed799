// Runs in a worker of its own, since a module that was imported once stays as it was: a new worker reads the
// config, and whatever it imports, as they are now.
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { ConfigError, loadConfig } from "../../../modules/config/index.ts";
import type { ReadAnswer } from "./read.ts";

async function read(file: string): Promise<ReadAnswer> {
  try {
    return { kind: "config", config: await loadConfig(file) };
  } catch (error) {
    if (error instanceof ConfigError) return { kind: "problems", problems: error.problems };
    return {
      kind: "broken",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

parentPort?.postMessage(await read(join(String(workerData), "lampstand.config.ts")));
