import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson } from "../modules/json/index.ts";

const synthesizedSchema = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }).optional() }) }),
});
const recordSchema = z.object({
  backend: z.object({ type: z.string(), config: z.looseObject({ path: z.string().nullish() }) }),
});

/**
 * Removes Terraform's own record of where the state is, if that is another file of this machine than the synthesized
 * stack names: a project that was moved, or that was deployed before the path was relative, has one. The state itself is
 * where the stack says, so there is nothing to migrate; `terraform init` writes the record anew.
 *
 * A record of another kind of backend stays: whoever changes that decides with `terraform init` what becomes of the state.
 */
export function removeStaleBackendRecord(workFolder: string): void {
  const recordFile = join(workFolder, ".terraform", "terraform.tfstate");
  const wanted = readJson(join(workFolder, "cdk.tf.json"), synthesizedSchema)?.terraform.backend.local;
  const recorded = readJson(recordFile, recordSchema)?.backend;
  if (wanted === undefined || recorded?.type !== "local" || recorded.config.path === wanted.path) return;
  rmSync(recordFile);
}
