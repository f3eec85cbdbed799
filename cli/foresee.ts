import { dirname } from "node:path";
import { Failure } from "../modules/failures/index.ts";
import { makeRoomText, observeDisk, ranFullText } from "./disk/index.ts";

/**
 * Gives an error of the system, which any command can run into anywhere, as the failure that it means to the user:
 * a disk that is full, an engine that doesn't answer. All other errors are given back as they are.
 */
export async function foresee(error: unknown, projectFolder: string): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof Failure || !("code" in error)) return error;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    const path = "path" in error && typeof error.path === "string" ? dirname(error.path) : projectFolder;
    const disk = await observeDisk(path);
    return new Failure("disk-full", `${ranFullText(disk)}\n${makeRoomText(disk)}`, { cause: error });
  }
  if (!("syscall" in error) || error.syscall !== "connect") return error;
  return engineFailure(String(error.code), process.env.DOCKER_HOST || undefined, error);
}

/** The only connections of the CLI whose errors aren't answers in themselves are those to the Docker engine. */
function engineFailure(code: string, dockerHost: string | undefined, cause: Error): Failure {
  if (code === "EACCES")
    return new Failure(
      "docker-forbidden",
      "Docker's socket is not open to this user: run this as root, or join the group docker.",
      { cause },
    );
  if (dockerHost !== undefined)
    return new Failure(
      "docker-host-silent",
      `No Docker engine answers at DOCKER_HOST=${dockerHost} (${code}).\nStart that engine, or unset DOCKER_HOST to use this machine's own.`,
      { cause },
    );
  return new Failure(
    "docker-not-running",
    `The Docker engine does not answer (${code}).\nStart it: \`npm run setup\`, or as root \`systemctl start docker\` or \`dockerd\`.`,
    { cause },
  );
}
