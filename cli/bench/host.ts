import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg, totalmem } from "node:os";
import { z } from "zod";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import type { DeployResult } from "../../modules/results/index.ts";
import { readProvidersChoice } from "../setup/index.ts";
import { terraformProgram } from "../terraform-program/index.ts";

const terraformVersion = z.object({ terraform_version: z.string() });

/** The machine that the measurements were made on. */
export async function observeHost(projectFolder: string): Promise<DeployResult["machine"]> {
  const { Version: engine } = await (await openLocalEngine()).version();
  const terraform = terraformVersion.parse(
    JSON.parse(execFileSync(terraformProgram(), ["version", "-json"], { encoding: "utf8" })),
  );
  const system = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  return {
    processors: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1_048_576),
    loadAverage: Number((loadavg()[0] ?? 0).toFixed(2)),
    system: system ?? process.platform,
    engine,
    terraform: terraform.terraform_version,
    providers: readProvidersChoice(projectFolder)?.use ?? "registry",
  };
}
