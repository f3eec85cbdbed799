import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../../modules/failures/index.ts";
import { withDeployLock } from "./deploy-lock.ts";
import { clearEnding, isOneEnding } from "./ending.ts";
import { endRecordedRun } from "./recorded-run.ts";

const pollMs = 250;

/**
 * Runs `work` as the only deploy of this project. One that was interrupted is waited for, and so is the Terraform of one
 * that was killed.
 *
 * @throws Failure while another one runs
 */
export async function asOnlyDeploy<T>(
  projectFolder: string,
  print: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  let isWaiting = false;
  for (;;) {
    let hasLock = false;
    try {
      return await withDeployLock(projectFolder, async () => {
        hasLock = true;
        await endRecordedRun(projectFolder, print);
        clearEnding(projectFolder);
        return work();
      });
    } catch (error) {
      const isRefused = !hasLock && error instanceof Failure && error.ids.includes("deploy-running");
      if (!isRefused || !isOneEnding(projectFolder)) throw error;
      if (!isWaiting) print("An earlier deploy was interrupted: waiting until it has ended ...");
      isWaiting = true;
      await delay(pollMs);
    }
  }
}
