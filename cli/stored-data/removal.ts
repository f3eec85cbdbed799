import { createInterface } from "node:readline/promises";
import { Failure } from "../../modules/failures/index.ts";
import type { DeployedData } from "../../modules/stored-data/index.ts";
import { dataLines } from "./describe.ts";
import { measureData } from "./measure.ts";

/**
 * Has the user confirm that data are deleted; asks on a terminal.
 * @throws Failure where there is no terminal
 */
export async function confirmRemoval(deployed: DeployedData): Promise<boolean> {
  const sizes = await measureData(deployed.volumes, deployed);
  const [stackName = ""] = deployed.volumes.map((volume) => volume.stackName);
  const lines = dataLines(deployed.volumes, deployed, sizes, stackName);
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Failure("removal-unconfirmed", unconfirmedText(lines));
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${questionText(stackName, lines)} `);
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}

export function questionText(stackName: string, lines: readonly string[]): string {
  return [
    `This removes the stack "${stackName}" and deletes its data:`,
    ...lines.map((line) => `  ${line}`),
    "`npm run down -- --keep-data` would keep them. Type yes to delete them:",
  ].join("\n");
}

export function unconfirmedText(lines: readonly string[]): string {
  return [
    "`npm run down` deletes data, and there is no terminal to ask on:",
    ...lines.map((line) => `  ${line}`),
    "Nothing was changed. Run one of:",
    "  npm run down -- --keep-data",
    "  npm run down -- --yes",
  ].join("\n");
}
