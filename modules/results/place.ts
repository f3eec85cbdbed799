import { join } from "node:path";

/** Kinds of results that a project keeps: the last one of each. */
export type ResultKind = "deploy";

/** Where a project keeps its last result of a kind; the file is absent until it was measured. */
export function resultFile(projectFolder: string, kind: ResultKind): string {
  return join(projectFolder, ".lampstand", "results", `${kind}.json`);
}
