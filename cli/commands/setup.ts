import { createSay } from "../output/index.ts";
import { ensureSetup } from "../setup/index.ts";

/** Sets this machine up and decides anew which Terraform providers are used. @returns the exit code. */
export async function setup(projectFolder: string): Promise<number> {
  const say = createSay();
  await ensureSetup({ projectFolder, say, probeAgain: true });
  say("This machine is set up. Next: npm run up");
  return 0;
}
