import { setTimeout as delay } from "node:timers/promises";
import { isReachableFromOutside, listenAddresses } from "../../modules/config/index.ts";
import { componentIds } from "../../modules/topology/index.ts";
import { siteReport } from "../../modules/web-node/index.ts";
import { pruneBuilds } from "../builds/index.ts";
import {
  applyWithRepair,
  assertNameIsFree,
  assertPortsAreFree,
  assertSameSeries,
  findObjects,
  readKeptLines,
  readLoadedLines,
  seeEngineObjects,
  waitUntilServing,
  whileNoneRestarts,
} from "../deploy/index.ts";
import { assertDiskHasRoom } from "../disk/index.ts";
import { createPrinter } from "../output/index.ts";
import { openProject, type Project, stateFileOf } from "../project/index.ts";
import { ensureSetup } from "../setup/index.ts";
import { assertDataStays, type DataChoice } from "../stored-data/index.ts";
import { asOnlyDeploy, synthesize } from "../terraform/index.ts";
import { report } from "./status.ts";

/** Sets the machine up, deploys the local stack and waits until it serves. @returns the exit code. */
export async function up(
  projectFolder: string,
  { isVerbose, ...choice }: DataChoice & { readonly isVerbose: boolean },
): Promise<number> {
  const print = createPrinter();
  const startedAt = Date.now();
  const project = await openProject(projectFolder);
  const { config, topology } = project;
  await assertDiskHasRoom(projectFolder);
  await ensureSetup({ projectFolder, print, probeAgain: false });
  await asOnlyDeploy(projectFolder, print, async () => {
    const found = await findObjects(
      { name: config.name, folder: projectFolder, stateFile: stateFileOf(projectFolder) },
      print,
    );
    const { deletion, replacedStack } = await assertDataStays(project, choice, print);
    assertNameIsFree(config.name, found.unmanaged);
    const { seen } = found;
    const replaced = replacedStack === undefined ? [] : (await seeEngineObjects(replacedStack)).containers;
    await assertPortsAreFree(config, { ...seen, containers: [...seen.containers, ...replaced] });
    await assertSameSeries(config, componentIds(topology, "database"));
    print(siteReport(config));
    print(`Deploying ${config.name} (preset ${config.preset}) ...`);
    const workFolder = await whileNoneRestarts(config.name, "new", async (signal) => {
      const stack = await synthesize({ projectFolder, print, isVerbose, signal }, config, deletion);
      await applyWithRepair(stack, found, print);
      return stack.workFolder;
    });
    const { removed, problems } = await pruneBuilds(projectFolder, config.name, workFolder);
    for (const line of [...problems, ...(isVerbose && removed !== undefined ? [removed] : [])]) print(line);
  });
  const memberIds = componentIds(topology, "database");
  await whileNoneRestarts(config.name, "all", (signal) =>
    waitUntilServing({ config, memberIds, projectFolder, print, signal }),
  );
  for (const line of await readLoadedLines(config, memberIds, startedAt)) print(line);
  for (const line of await readKeptLines(config, startedAt)) print(line);
  print(await summaryOf(project));
  return 0;
}

/** How long the first table may wait for health checks, which come every 2 s, and for members that still join. */
const healthPatienceMs = 10_000;

/** What each component does, once all are healthy or have had time for it. */
async function settledReport(project: Project): Promise<string> {
  for (const deadline = performance.now() + healthPatienceMs; ; await delay(250)) {
    const { text, areAllHealthy } = await report(project, false);
    if (areAllHealthy || performance.now() > deadline) return text;
  }
}

async function summaryOf(project: Project): Promise<string> {
  const { name, loadBalancer } = project.config;
  const text = await settledReport(project);
  return [
    "",
    text,
    "",
    `Site:    http://127.0.0.1:${loadBalancer.httpPort}`,
    `         https://127.0.0.1:${loadBalancer.httpsPort}`,
    `         (its CA certificate: .lampstand/${name}/secrets/authority/ca.crt)`,
    ...(isReachableFromOutside(loadBalancer)
      ? [`Open:    to other machines, at ${listenAddresses(loadBalancer).join(", ")}`]
      : []),
    `Statistics: http://127.0.0.1:${loadBalancer.statusPort}/stats, Prometheus at /metrics`,
    "Next:    npm run status",
  ].join("\n");
}
