import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import type { BenchProject } from "./bench-project.ts";
import { renderCompose, waitedFor } from "./compose.ts";
import { timed } from "./run-program.ts";
import { untilAllHealthy } from "./until-all-healthy.ts";

/** For the first write after a deploy; measured: within 10 s of its beginning. */
const writeTimeoutMs = 60_000;
const healthyTimeoutMs = 60_000;

/** Seconds of one round; each begins and ends with the images present and nothing else. */
export interface DeployTimes {
  readonly composeUp: number;
  /** The same, and until those are healthy that Terraform waits for. */
  readonly composeHealthy: number;
  readonly deployToWrite: number;
  readonly deployTerraform: number;
  readonly noOp: number;
  readonly noOpTerraform: number;
  readonly destroy: number;
}

/** The images of a stack by second names, which a destroy of the stack leaves alone. */
export interface KeptImages {
  readonly database: string;
  /** Gives them back their first names, which a destroy removes. */
  restore(): Promise<void>;
}

export async function keepImages(project: BenchProject): Promise<KeptImages> {
  await project.cdktf("deploy");
  const filter = `label=lampstand.stack=${project.name}`;
  const format = "{{.Repository}}:{{.Tag}}";
  const listed = await project.run("docker", "images", "--filter", filter, "--format", format);
  const names = listed.trim().split("\n");
  for (const name of names) await project.run("docker", "tag", name, keptName(name));
  await project.cdktf("destroy");
  const database = names.find((name) => name.startsWith(`${project.name}-database:`));
  if (database === undefined) throw new Error(`no image of the database in: ${listed}`);
  return {
    database: keptName(database),
    async restore() {
      for (const name of names) await project.run("docker", "tag", keptName(name), name);
    },
  };
}

function keptName(image: string): string {
  return image.replace(":", "-kept:");
}

/** @param whileDeployed is done while the stack is up, outside of what is timed */
export async function measureRound(
  project: BenchProject,
  images: KeptImages,
  whileDeployed: () => Promise<void>,
): Promise<DeployTimes> {
  await images.restore();
  const compose = await measureCompose(project);
  const { deployToWrite, deployTerraform } = await measureDeploy(project);
  await whileDeployed();
  project.clock.read();
  const { seconds: noOp } = await timed(() => project.cdktf("deploy"));
  const noOpTerraform = project.clock.read();
  const { seconds: destroy } = await timed(() => project.cdktf("destroy"));
  return { ...compose, deployToWrite, deployTerraform, noOp, noOpTerraform, destroy };
}

async function measureDeploy(
  project: BenchProject,
): Promise<Pick<DeployTimes, "deployToWrite" | "deployTerraform">> {
  project.clock.read();
  const givenUp = new AbortController();
  const written = timed(() => project.firstWrite(givenUp.signal));
  try {
    await project.cdktf("deploy");
  } catch (error) {
    givenUp.abort();
    await written;
    throw error;
  }
  const deployTerraform = project.clock.read();
  const patience = setTimeout(() => givenUp.abort(), writeTimeoutMs);
  const { seconds } = await written;
  clearTimeout(patience);
  if (givenUp.signal.aborted)
    throw new Failure(
      "benchmark-failed",
      `Deployed, but after ${writeTimeoutMs / 1000} s no write is taken.`,
    );
  return { deployToWrite: seconds, deployTerraform };
}

async function measureCompose(
  project: BenchProject,
): Promise<Pick<DeployTimes, "composeUp" | "composeHealthy">> {
  const file = join(project.folder, "docker-compose.json");
  const synthesized = project.synthesized();
  writeFileSync(file, renderCompose(synthesized));
  const compose = (...args: readonly string[]) =>
    project.run("docker-compose", "--project-name", project.name, "--file", file, ...args);
  const { seconds: composeUp } = await timed(() => compose("up", "--detach"));
  const { seconds: wait } = await timed(() => untilContainersHealthy(project, waitedFor(synthesized)));
  await compose("down", "--volumes", "--timeout", "0");
  return { composeUp, composeHealthy: composeUp + wait };
}

async function untilContainersHealthy(project: BenchProject, names: readonly string[]): Promise<void> {
  const docker = await openLocalEngine();
  const findUnhealthy = async () => {
    const details = await Promise.all(names.map((name) => docker.getContainer(name).inspect()));
    return details.filter(({ State }) => State.Health?.Status !== "healthy").map(({ Name }) => Name.slice(1));
  };
  await untilAllHealthy(project, findUnhealthy, { timeoutMs: healthyTimeoutMs, pauseMs: 50 });
}
