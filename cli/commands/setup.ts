import { createSay } from "../output/index.ts";
import { ensureSetup, SetupError } from "../setup/index.ts";

/**
 * Sets this machine up and decides anew which Terraform providers are used.
 *
 * @returns the exit code: 0 done, 1 the user has to do something, as was said.
 */
export async function setup(projectFolder: string): Promise<number> {
  const say = createSay();
  try {
    await ensureSetup({ projectFolder, say, probeAgain: true });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    return error.exitCode;
  }
  say("This machine is set up. Next: npm run up");
  return 0;
}
