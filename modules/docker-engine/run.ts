import type Docker from "dockerode";

/** How a command in a container ended. */
export interface Ended {
  readonly code: number | null;
  /** All that it printed, as a terminal shows it. */
  readonly output: string;
}

/**
 * Runs a command in a container, to its end.
 *
 * @param user default: the container's own
 * @throws Error with the engine's answer if the container doesn't run
 */
export async function runInContainer(
  container: Docker.Container,
  command: readonly string[],
  user = "",
): Promise<Ended> {
  const exec = await container.exec({
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    User: user,
  });
  let output = "";
  for await (const chunk of await exec.start({ Tty: true })) output += String(chunk);
  return { code: (await exec.inspect()).ExitCode, output };
}
