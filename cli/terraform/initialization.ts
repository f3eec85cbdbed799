import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { terraformProgram } from "../terraform-program/index.ts";

const stackSchema = z.object({ terraform: z.unknown() });

/**
 * Whether `terraform init` has prepared this working folder for the stack as it is synthesized now: for these providers
 * and versions, this backend, and this program, since OpenTofu looks for providers at another address.
 */
export function isInitialized(workFolder: string): boolean {
  // Synthesis removes what is of the time before the project was moved.
  const parts = ["providers", "terraform.tfstate"].map((name) => join(workFolder, ".terraform", name));
  if (!parts.every((part) => existsSync(part)) || !existsSync(recordFile(workFolder))) return false;
  return readFileSync(recordFile(workFolder), "utf8") === requirementsOf(workFolder);
}

/** To be called when `terraform init` has ended well. */
export function recordInitialization(workFolder: string): void {
  writeFileSync(recordFile(workFolder), requirementsOf(workFolder));
}

function recordFile(workFolder: string): string {
  return join(workFolder, ".terraform", "initialized-for");
}

function requirementsOf(workFolder: string): string {
  const { terraform } = stackSchema.parse(JSON.parse(readFileSync(join(workFolder, "cdk.tf.json"), "utf8")));
  const text = JSON.stringify([terraformProgram(), terraform]);
  return createHash("sha256").update(text).digest("hex");
}
