import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What appears whole or not at all is written under this name first, with the process's id. */
const partialName = /\.(\d+)\.partial$/;

/**
 * Removes what processes that are gone had half written below `.lampstand`: build contexts as large as the site,
 * secrets, configurations.
 */
export function removeHalfWritten(projectFolder: string, stackName: string): void {
  const own = join(projectFolder, ".lampstand");
  const stack = join(own, stackName);
  const images = join(stack, "images");
  const roles = namesIn(images).map((role) => join(images, role));
  for (const folder of [own, join(stack, "secrets"), join(stack, "balancer"), ...roles])
    for (const name of namesIn(folder)) {
      const [, pid] = partialName.exec(name) ?? [];
      if (pid !== undefined && !isAlive(Number(pid)))
        rmSync(join(folder, name), { recursive: true, force: true });
    }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is made by the first deploy.
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
