import { connect } from "node:net";
import Docker from "dockerode";
import { labelNames } from "../../modules/docker/index.ts";
import { CommandFailure } from "../failure.ts";
import { createSay } from "../output/index.ts";
import { ensureSetup } from "../setup/index.ts";
import { apply, asOnlyDeploy, synthesize } from "../terraform/index.ts";
import { openProject, type Project } from "./project.ts";
import { report } from "./status.ts";

/** Time for the first start of the replication group, with room for a slow machine; measured: 8 s. */
const serveTimeoutMs = 120_000;
const pollPauseMs = 250;

/** Sets the machine up, deploys the local stack and waits until it serves. @returns the exit code. */
export async function up(projectFolder: string, isVerbose: boolean): Promise<number> {
  const say = createSay();
  const project = await openProject(projectFolder);
  await ensureSetup({ projectFolder, say, probeAgain: false });
  await asOnlyDeploy(projectFolder, async () => {
    await refuseTakenPorts(project);
    say(`Deploying ${project.config.name} (preset ${project.config.preset}) ...`);
    const command = { projectFolder, say, isVerbose };
    await synthesize(command);
    await apply(command);
  });
  await waitUntilServing(project, say);
  const { httpPort, httpsPort, statusPort } = project.config.loadBalancer;
  const { text } = await report(project, false);
  say(
    [
      "",
      text,
      "",
      `Site:    http://127.0.0.1:${httpPort}`,
      `         https://127.0.0.1:${httpsPort} (CA: .lampstand/${project.config.name}/secrets/authority/ca.crt)`,
      `Figures: http://127.0.0.1:${statusPort}/stats, Prometheus at /metrics`,
      "Next:    npm run status   npm run down",
    ].join("\n"),
  );
  return 0;
}

async function refuseTakenPorts({ config }: Project): Promise<void> {
  const filters = { label: [`${labelNames.stack}=${config.name}`, `${labelNames.role}=load-balancer`] };
  const ours = await new Docker().listContainers({ filters });
  const held = new Set(ours.flatMap(({ Ports }) => Ports.map(({ PublicPort }) => PublicPort)));
  const { httpPort, httpsPort, statusPort } = config.loadBalancer;
  const taken: string[] = [];
  for (const [field, port] of Object.entries({ httpPort, httpsPort, statusPort }))
    if (!held.has(port) && (await answers(port)))
      taken.push(`loadBalancer.${field}: port ${port} on 127.0.0.1 is in use by another program`);
  if (taken.length > 0)
    throw new CommandFailure(
      `${taken.join("\n")}\nEnd that program, or choose another port in lampstand.config.ts.`,
      1,
    );
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Containers are up before the group is formed: health decides, not Terraform. */
async function waitUntilServing(project: Project, say: (line: string) => void): Promise<void> {
  const url = `http://127.0.0.1:${project.config.loadBalancer.httpPort}/readyz`;
  const startedAt = Date.now();
  let seen = "no answer";
  say("Waiting until the site can read and write ...");
  while (Date.now() - startedAt < serveTimeoutMs) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "manual" });
      if (response.ok || response.status === 308) return;
      seen = `${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      seen = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, pollPauseMs));
  }
  throw new CommandFailure(
    `Deployed, but after ${serveTimeoutMs / 1000} s ${url} still says: ${seen}\nSee \`npm run status\`, and \`docker logs ${project.config.name}-database-1\`.`,
    3,
  );
}
