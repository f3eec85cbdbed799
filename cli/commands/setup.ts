import { createPrinter } from "../output/index.ts";
import { ensureSetup } from "../setup/index.ts";

/** Sets this machine up and decides anew which Terraform providers are used. @returns the exit code. */
export async function setup(projectFolder: string): Promise<number> {
  const print = createPrinter();
  await ensureSetup({ projectFolder, print, probeAgain: true });
  print("This machine is set up. Next: npm run up");
  return 0;
}
