import { spawnSync } from "node:child_process";
import { createPrinter } from "../output/index.ts";
import { ensureSetup } from "../setup/index.ts";

/** What the tests look at results with, beside Docker: the scripts' linter, cloud-init's schema, a browser. */
const testPackages = ["shellcheck", "cloud-init", "chromium"];

/** Sets this machine up for the tests and runs them all. @returns the exit code of the first part that failed. */
export async function test(projectFolder: string): Promise<number> {
  await ensureSetup({
    projectFolder,
    print: createPrinter(),
    extraPackages: testPackages,
    probeAgain: false,
  });
  for (const script of ["check", "test:unit", "test:e2e"]) {
    const run = spawnSync("npm", ["run", "--silent", script], { cwd: projectFolder, stdio: "inherit" });
    if (run.status !== 0) return run.status ?? 3;
  }
  return 0;
}
