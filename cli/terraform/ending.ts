import { rmSync } from "node:fs";
import { join } from "node:path";
import { isRunning, readRecord, writeRecord } from "./process-record.ts";

/** Which command was interrupted and is about to end: the next one waits for it, and refuses to run beside one that continues. */
function endingFile(projectFolder: string): string {
  return join(projectFolder, ".lampstand", "ending.json");
}

export function markEnding(projectFolder: string): void {
  writeRecord(endingFile(projectFolder), process.pid);
}

export function isOneEnding(projectFolder: string): boolean {
  const record = readRecord(endingFile(projectFolder));
  return record !== undefined && isRunning(record);
}

export function clearEnding(projectFolder: string): void {
  rmSync(endingFile(projectFolder), { force: true });
}
