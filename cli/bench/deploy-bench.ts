import { Failure } from "../../modules/failures/index.ts";
import type { DeployResult } from "../../modules/results/index.ts";
import { BenchProject } from "./bench-project.ts";
import { type Measured, toFigures } from "./figures.ts";
import { observeHost } from "./host.ts";
import { type DeployTimes, keepImages, measureRound } from "./measure-deploy.ts";
import { measureIdleMemory, untilHealthy } from "./measure-memory.ts";
import { measureSynth, type SynthTimes } from "./measure-synth.ts";
import { pagePath, tunedPagePath } from "./page.ts";
import { measurePage, type RunProgram } from "./page-load.ts";
import { PlainStack } from "./plain-stack.ts";
import { pairedRatios } from "./statistics.ts";

const rounds = 3;

interface PageFigures {
  readonly page: readonly number[];
  readonly plainPage: readonly number[];
  /** The same page as the plain stack's, without a connection that is kept. */
  readonly samePage: readonly number[];
  readonly idleMemory: readonly number[];
}

/**
 * Measures synth, deploy, destroy, the database page and idle memory with a project of its own, which is removed at
 * the end, also after a failure or an interruption. Takes 4 to 6 minutes.
 *
 * @param projectFolder a project on a machine that has been set up: its choice of providers is used
 * @param print is given a line for each step
 * @throws Failure after Ctrl-C, or when something doesn't work
 */
export async function benchDeploy(
  projectFolder: string,
  print: (line: string) => void,
): Promise<DeployResult> {
  const interruption = new AbortController();
  const interrupt = () => {
    print("Interrupted: removing what was made ...");
    interruption.abort(
      new Failure("benchmark-interrupted", "Interrupted. Nothing is left of the benchmark."),
    );
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  const startedAt = Date.now();
  const machine = await observeHost(projectFolder);
  const project = await BenchProject.create(projectFolder, interruption.signal);
  try {
    const measured = await measure(project, print);
    return {
      kind: "deploy",
      version: 1,
      measuredAt: new Date(startedAt).toISOString(),
      durationSeconds: Math.round((Date.now() - startedAt) / 1000),
      machine,
      figures: toFigures(measured),
    };
  } finally {
    await project.remove();
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

async function measure(project: BenchProject, print: (line: string) => void): Promise<Measured> {
  const run: RunProgram = (program, ...args) => project.run(program, ...args);
  print("Synth ...");
  const synth = await measureSynth(project);
  print("Building the images ...");
  const images = await keepImages(project);
  print("The plain stack's page ...");
  const plain = await PlainStack.start(project, images.database);
  const plainPage = [await measurePage(run, plain.url)];
  await plain.pause();
  const times: DeployTimes[] = [];
  const page: number[] = [];
  const samePage: number[] = [];
  const idleMemory: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    print(`Deploy and destroy, round ${round} of ${rounds} ...`);
    const whileDeployed = async () => {
      await untilHealthy(project);
      if (round < rounds) return;
      print("Idle memory, and the database page ...");
      idleMemory.push(...(await measureIdleMemory(project)));
      for (let turn = 0; turn < 2; turn++) {
        page.push(await measurePage(run, `${project.url}/${tunedPagePath}`));
        samePage.push(await measurePage(run, `${project.url}/${pagePath}`));
      }
    };
    times.push(await measureRound(project, images, whileDeployed));
  }
  await plain.resume();
  plainPage.push(await measurePage(run, plain.url));
  return assemble(synth, times, { page, plainPage, samePage, idleMemory });
}

function assemble(synth: SynthTimes, times: readonly DeployTimes[], pages: PageFigures): Measured {
  const deployTerraform = times.map((round) => round.deployTerraform);
  const composeHealthy = times.map((round) => round.composeHealthy);
  return {
    synth: synth.two,
    "synth-many": synth.many,
    "synth-many-ratio": pairedRatios(synth.many, synth.two),
    "deploy-to-write": times.map((round) => round.deployToWrite),
    "deploy-terraform": deployTerraform,
    "compose-up": times.map((round) => round.composeUp),
    "compose-healthy": composeHealthy,
    "deploy-compose-ratio": pairedRatios(deployTerraform, composeHealthy),
    "no-op": times.map((round) => round.noOp),
    "no-op-terraform": times.map((round) => round.noOpTerraform),
    destroy: times.map((round) => round.destroy),
    page: pages.page,
    "plain-page": pages.plainPage,
    "page-ratio": pairedRatios(pages.page, pages.plainPage),
    "same-page": pages.samePage,
    "same-page-ratio": pairedRatios(pages.samePage, pages.plainPage),
    "idle-memory": pages.idleMemory,
  };
}
