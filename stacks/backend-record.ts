import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

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
  const wanted = parsed(synthesizedSchema, join(workFolder, "cdk.tf.json"))?.terraform.backend.local;
  const recorded = parsed(recordSchema, recordFile)?.backend;
  if (wanted === undefined || recorded?.type !== "local" || recorded.config.path === wanted.path) return;
  rmSync(recordFile);
}

/** Undefined where the file is missing or says nothing of a backend. */
function parsed<T>(schema: z.ZodType<T>, file: string): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
