import { readFileSync } from "node:fs";
import { type DeployResult, deployResultSchema, resultFile } from "../../../modules/results/index.ts";

/** What a page can say of the last measurement of a kind. */
export type LastResult<R> =
  | { readonly kind: "measured"; readonly result: R }
  | { readonly kind: "not-measured" }
  /** The file is there, and is not what this version writes. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** The last benchmark of deploys of a project. */
export function readDeployResult(projectFolder: string): LastResult<DeployResult> {
  let text: string;
  try {
    text = readFileSync(resultFile(projectFolder, "deploy"), "utf8");
  } catch {
    return { kind: "not-measured" };
  }
  try {
    const parsed = deployResultSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { kind: "measured", result: parsed.data };
    return { kind: "unreadable", reason: parsed.error.issues.map(({ message }) => message).join("; ") };
  } catch (error) {
    return { kind: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
}
