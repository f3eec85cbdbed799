import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { resultFile } from "../../modules/results/index.ts";
import { benchDeploy, renderReport } from "../bench/index.ts";
import { createPrinter } from "../output/index.ts";
import { ensureSetup } from "../setup/index.ts";

/** What the stack is compared by, and the load generator. */
const benchPackages = ["docker-compose", "wrk"];

/** Measures deploys and prints the results; the project keeps them as its last result. @returns the exit code. */
export async function benchDeploys(projectFolder: string, isJson: boolean): Promise<number> {
  const print = createPrinter();
  await ensureSetup({ projectFolder, print, extraPackages: benchPackages, probeAgain: false });
  const result = await benchDeploy(projectFolder, print);
  const file = resultFile(projectFolder, "deploy");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  console.log(isJson ? JSON.stringify(result) : renderReport(result));
  print(`Kept in ${file}`);
  return 0;
}
