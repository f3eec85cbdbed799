import { rmSync } from "node:fs";
import { join } from "node:path";
import { engineMessage, openLocalEngine } from "../../modules/docker-engine/index.ts";
import { installMirror, mirrorFolder } from "../../providers/index.ts";
import { fetchTerraform, releaseFor, terraformVersion } from "../terraform-program/index.ts";
import { makeBaseImage } from "./base-image.ts";
import { asRoot, runCommand } from "./commands.ts";
import { BASE_IMAGE, hasBaseImage, startEngine } from "./engine.ts";
import type { Machine } from "./machine.ts";
import { type BaseImageFallback, joinDockerGroup, type Step, terraformInstallText } from "./plan.ts";
import { writeProvidersChoice } from "./providers-choice.ts";
import { pullImage } from "./pull.ts";
import { SetupError } from "./setup-error.ts";

export interface Surroundings {
  readonly projectFolder: string;
  readonly userName: Machine["userName"];
  readonly print: (line: string) => void;
}

/**
 * Does one step, after a line that has what and why.
 *
 * @throws SetupError when the user has to do something; Failure with the tool's last lines when a tool fails.
 */
export async function performStep(
  step: Step,
  { projectFolder, userName, print }: Surroundings,
): Promise<void> {
  switch (step.kind) {
    case "install-packages":
      print(`Installing ${step.packages.join(", ")}: ${step.because}.`);
      return installPackages(step.packages, step.throughSudo);
    case "start-engine": {
      print(`Starting Docker: ${step.because}.`);
      const engine = await startEngine(step.how, step.throughSudo);
      if (engine.kind === "reachable") return;
      throw new SetupError([
        {
          failure: "docker-forbidden",
          missing: "Access to the Docker engine",
          howToGet: joinDockerGroup(userName),
        },
      ]);
    }
    case "get-base-image":
      // An engine that was down when the plan was made could not be asked, and may have it.
      if (await hasBaseImage(await openLocalEngine())) return;
      print(`Getting the image ${BASE_IMAGE}: ${step.because}.`);
      return getBaseImage(step.fallback, print);
    case "fetch-terraform":
      print(`Fetching Terraform ${terraformVersion}: ${step.because}.`);
      return getTerraform(projectFolder, print);
    case "use-stand-in-providers":
      print(`Using the stand-in Terraform providers: ${step.because}.`);
      // First the choice, which makes the folder its owner's alone; a mirror that is missing then is put back.
      writeProvidersChoice(projectFolder, { use: "stand-in", because: step.because });
      return installMirror(mirrorFolder(projectFolder));
    case "use-registry-providers":
      print(`Using the Terraform providers from the registry: ${step.because}.`);
      rmSync(mirrorFolder(projectFolder), { recursive: true, force: true });
      return writeProvidersChoice(projectFolder, { use: "registry", because: step.because });
  }
}

async function getTerraform(projectFolder: string, print: Surroundings["print"]): Promise<void> {
  const release = releaseFor(process.platform, process.arch);
  try {
    if (release === undefined)
      throw new Error(`no release for ${process.platform} ${process.arch} is pinned`);
    const linkFolder = join(import.meta.dirname, "../../node_modules/.bin");
    await fetchTerraform({ release, projectFolder, linkFolder, print });
  } catch (error) {
    const missing = `Terraform, and fetching it failed: ${error instanceof Error ? error.message : String(error)}`;
    throw new SetupError([{ failure: "terraform-missing", missing, howToGet: terraformInstallText }], {
      cause: error,
    });
  }
}

async function installPackages(packages: readonly string[], throughSudo: boolean): Promise<void> {
  const apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  await runCommand(asRoot([...apt, "update"], throughSudo));
  await runCommand(asRoot([...apt, "install", "-y", "--no-install-recommends", ...packages], throughSudo));
}

async function getBaseImage(fallback: BaseImageFallback, print: (line: string) => void): Promise<void> {
  try {
    await pullImage(await openLocalEngine(), BASE_IMAGE, { print });
    return;
  } catch (error) {
    const reason = engineMessage(error);
    if (fallback.kind === "none") {
      const missing = `The image ${BASE_IMAGE}, and pulling it failed: ${reason}`;
      throw new SetupError([{ failure: "base-image-missing", missing, howToGet: fallback.howToGet }], {
        cause: error,
      });
    }
    print(`Making ${BASE_IMAGE} with debootstrap: pulling it failed (${reason}).`);
  }
  if (fallback.packagesFirst.length > 0) {
    print(`Installing ${fallback.packagesFirst.join(", ")}: ${BASE_IMAGE} is made with them.`);
    await installPackages(fallback.packagesFirst, fallback.throughSudo);
  }
  await makeBaseImage(fallback.throughSudo);
}
