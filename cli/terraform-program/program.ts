import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

type Environment = Record<string, string | undefined>;

/** The folder of a project that set-up puts Terraform into. */
export function programFolder(projectFolder: string): string {
  return join(projectFolder, ".lampstand", "bin");
}

/**
 * Lets this process and all that it starts, the cdktf CLI included, find Terraform: the machine's own, else the one that
 * set-up fetched, else OpenTofu. TERRAFORM_BINARY_NAME, which the cdktf CLI knows as well, names another program.
 */
export function putTerraformOnPath(projectFolder: string, environment: Environment): void {
  environment.PATH = [environment.PATH, programFolder(projectFolder)].filter(Boolean).join(delimiter);
  const found = findTerraform(environment);
  if (found !== undefined && found !== "terraform") environment.TERRAFORM_BINARY_NAME = found;
}

/** Name of the program that does Terraform's work here; undefined where there is none. */
export function findTerraform(environment: Environment): string | undefined {
  const { TERRAFORM_BINARY_NAME: named, PATH: path = "" } = environment;
  if (named !== undefined && named !== "") return named;
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return ["terraform", "tofu"].find((name) => folders.some((folder) => existsSync(join(folder, name))));
}

/** The program to run. */
export function terraformProgram(): string {
  return process.env.TERRAFORM_BINARY_NAME || "terraform";
}
