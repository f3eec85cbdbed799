import { existsSync, readFileSync } from "node:fs";
import { createSay } from "../output/index.ts";
import { openProject, stateFileOf } from "../project/index.ts";
import { ensureSetup } from "../setup/index.ts";
import { asOnlyDeploy, destroy, synthesize } from "../terraform/index.ts";

/** Destroys the local stack, or all of it but its volumes. @returns the exit code. */
export async function down(
  projectFolder: string,
  { keepsData, isVerbose }: { readonly keepsData: boolean; readonly isVerbose: boolean },
): Promise<number> {
  const say = createSay();
  const stateFile = stateFileOf(projectFolder);
  const addresses = existsSync(stateFile) ? resourceAddresses(readFileSync(stateFile, "utf8")) : [];
  const targets = keepsData
    ? addresses.filter((address) => !address.startsWith("docker_volume."))
    : addresses;
  if (targets.length === 0) {
    say("Nothing is deployed.");
    return 0;
  }
  const { config } = await openProject(projectFolder);
  await ensureSetup({ projectFolder, say, probeAgain: false });
  await asOnlyDeploy(projectFolder, say, async () => {
    await destroy(await synthesize({ projectFolder, say, isVerbose }, config), keepsData ? targets : []);
  });
  say(keepsData ? "Removed; the volumes are kept for the next `npm run up`." : "Removed, data included.");
  return 0;
}

interface State {
  readonly resources?: readonly { readonly mode: string; readonly type: string; readonly name: string }[];
}

/** Addresses of the resources in a Terraform state. */
export function resourceAddresses(state: string): string[] {
  const parsed: State = JSON.parse(state);
  return (parsed.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .map(({ type, name }) => `${type}.${name}`);
}
