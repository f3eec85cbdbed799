import { dirname } from "node:path";
import {
  changeEngineText,
  describeEngine,
  type EngineEndpoint,
  engineMessage,
  findEngine,
  isEngineResponse,
} from "../modules/docker-engine/index.ts";
import { Failure } from "../modules/failures/index.ts";
import { makeRoomText, observeDisk, ranFullText } from "./disk/index.ts";

/**
 * Gives an error of the system, which any command can run into anywhere, as the failure that it means to the user:
 * a disk that is full, an engine that doesn't answer. All other errors are given back as they are.
 */
export async function classifySystemError(error: unknown, projectFolder: string): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof Failure) return error;
  if (isEngineResponse(error)) return engineAnswer(error);
  if (!("code" in error)) return error;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    // A copy's path is that of what was read; copies go into the project's folder.
    const isWritten = "path" in error && typeof error.path === "string" && !("dest" in error);
    const disk = await observeDisk(isWritten ? dirname(String(error.path)) : projectFolder);
    return new Failure("disk-full", `${ranFullText(disk)}\n${makeRoomText(disk)}`, { cause: error });
  }
  if (!("syscall" in error) || error.syscall !== "connect") return error;
  return engineFailure(String(error.code), findEngine(), error);
}

/** An answer that no command knows how to go on after. */
function engineAnswer(cause: Error & { readonly statusCode: number }): Failure {
  const words = engineMessage(cause);
  const message = `The Docker engine refuses a request (${cause.statusCode}): ${words}`;
  const isFull = /no space left on device/i.test(words);
  const remedy = isFull
    ? "Free space on the engine's disk (`docker system df` shows what Docker uses), then run this again."
    : "`docker info` shows whether the engine is healthy; its log has more.";
  return new Failure(isFull ? "disk-full" : "docker-refused", `${message}\n${remedy}`, { cause });
}

/** The only connections of the CLI whose errors aren't answers in themselves are those to the Docker engine. */
function engineFailure(code: string, endpoint: EngineEndpoint, cause: Error): Failure {
  const { host, chosenBy } = endpoint;
  const isDefault = chosenBy.kind === "default";
  if (code === "EACCES")
    return new Failure(
      "docker-forbidden",
      isDefault
        ? "Docker's socket is not open to this user: run this as root, or join the group docker."
        : `The Docker engine at ${describeEngine(endpoint)} is not open to this user.\nRun this as the user who started that engine, or ${changeEngineText(chosenBy)}.`,
      { cause },
    );
  if (!isDefault) {
    const [id, where] =
      chosenBy.kind === "host"
        ? (["docker-host-silent", `DOCKER_HOST=${host}`] as const)
        : (["docker-context-silent", describeEngine(endpoint)] as const);
    return new Failure(
      id,
      `No Docker engine answers at ${where} (${code}).\nStart that engine, or ${changeEngineText(chosenBy)}.`,
      { cause },
    );
  }
  return new Failure(
    "docker-not-running",
    `The Docker engine does not answer (${code}).\nStart it: \`npm run setup\`, or as root \`systemctl start docker\` or \`dockerd\`.`,
    { cause },
  );
}
