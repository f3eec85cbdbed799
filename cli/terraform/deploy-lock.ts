import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../modules/failures/index.ts";

/**
 * Runs `work` as the only deploy of this project.
 * @throws Failure while another one runs
 */
export async function withDeployLock<T>(projectFolder: string, work: () => Promise<T>): Promise<T> {
  const file = join(projectFolder, ".lampstand", "deploy.lock");
  mkdirSync(join(projectFolder, ".lampstand"), { recursive: true });
  take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): void {
  const mine = `${process.pid} ${new Date().toISOString()}\n`;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const [pid = "", since = ""] = readFileSync(file, "utf8").trim().split(" ");
    if (isAlive(Number(pid)))
      throw new Failure(
        "deploy-running",
        `Another deploy of this project is running (process ${pid}, since ${since}).\n` +
          "Wait until it ends, or end it with Ctrl-C where it runs; then try again.",
      );
    // Its process is gone without having let go: killed, or the machine went down.
    rmSync(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
