import { join } from "node:path";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { objectNames, type StagedSite } from "../../modules/digitalocean/index.ts";
import type { Simulator } from "../../simulator/index.ts";
import { stackObjects } from "../cloud-plan/index.ts";
import { type Probe, probeDuring } from "./probe.ts";
import { startSimulatedAccount } from "./simulated-account.ts";
import { created, destroyed, listed, plannedAgain, rolled, type Step, scaled } from "./steps.ts";
import { RehearsalWorkspace } from "./workspace.ts";

export interface RehearsalOptions {
  readonly projectFolder: string;
  readonly config: ResolvedConfig;
  readonly site: StagedSite;
  /** Called after each step. */
  readonly onStep: (step: Step) => void;
  /** Is given each line of Terraform's. */
  readonly onLine: (line: string) => void;
}

export interface Rehearsal {
  readonly steps: readonly Step[];
  /** Requests that the account received. */
  readonly requests: number;
}

/**
 * The whole life of the cloud stack in a simulated account on this machine: created, planned again, a changed app,
 * more and fewer web nodes, destroyed, and nothing left. No token, no cost; the real stack's state isn't touched.
 * @throws Failure if Terraform fails
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const simulator = await startSimulatedAccount(options.config);
  const steps: Step[] = [];
  const add = (step: Step) => {
    steps.push(step);
    options.onStep(step);
  };
  try {
    await play(options, simulator, add);
  } catch (error) {
    // Why it failed matters more than a failure of the simulator's own end.
    await simulator.close().catch(() => {});
    throw error;
  }
  const requests = simulator.control.requests().length;
  await simulator.close();
  return { steps, requests };
}

async function play(
  { projectFolder, config, site, onLine }: RehearsalOptions,
  simulator: Simulator,
  add: (step: Step) => void,
): Promise<void> {
  const balancers = `${simulator.url}/_simulator/balancers`;
  const workspace = new RehearsalWorkspace({
    folder: join(projectFolder, ".lampstand", config.name, "rehearsal"),
    projectFolder,
    onLine,
    environment: {
      DIGITALOCEAN_TOKEN: simulator.token,
      DIGITALOCEAN_API_URL: simulator.url,
      LAMPSTAND_SIMULATED_BALANCERS: balancers,
    },
  });
  await workspace.synthesize(config, site);
  add(created(await timed(() => workspace.apply())));
  add(plannedAgain(await timed(() => workspace.plan())));

  const { nodes } = config.web;
  const siteUrl = `${balancers}/${balancerAddress(simulator, config)}/`;
  const change = (to: number, from: StagedSite) => async (): Promise<Probe> => {
    await workspace.synthesize(withWebNodes(config, to), from);
    return probeDuring(siteUrl, () => workspace.apply());
  };
  const changed = withChangedApp(site);
  add(rolled(await timed(change(nodes, changed)), webNodesAtLeast(config)));
  add(scaled("scale-up", await timed(change(nodes + 2, changed)), webNodesAtLeast(config) + 2));
  add(scaled("scale-down", await timed(change(nodes, changed)), webNodesAtLeast(config)));

  add(destroyed(await timed(() => workspace.destroy())));
  const left = await timed(async () => ({ objects: await stackObjects(simulator, config) }));
  add(listed(left, left.objects));
}

async function timed<T extends object>(work: () => Promise<T>): Promise<T & { readonly seconds: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { ...result, seconds: Math.round(performance.now() - startedAt) / 1000 };
}

function balancerAddress(simulator: Simulator, config: ResolvedConfig): string {
  const { loadBalancer } = objectNames(config.name);
  const found = Object.values(simulator.control.state().loadBalancers).find(
    ({ name }) => name === loadBalancer,
  );
  if (found === undefined) throw new Error(`the account has no load balancer ${loadBalancer}`);
  return found.ip;
}

function webNodesAtLeast({ web }: ResolvedConfig): number {
  return web.autoscale?.min ?? web.nodes;
}

/** With `to` web nodes instead of the config's, or a pool that has as many more or fewer at least. */
function withWebNodes(config: ResolvedConfig, to: number): ResolvedConfig {
  const { autoscale, nodes } = config.web;
  const more = to - nodes;
  return {
    ...config,
    web: {
      ...config.web,
      nodes: to,
      autoscale: autoscale && { ...autoscale, min: autoscale.min + more, max: autoscale.max + more },
    },
  };
}

/** As after an edit of the site: one file more, or another version to fetch. */
function withChangedApp(site: StagedSite): StagedSite {
  const { droplet } = site;
  const { app } = droplet;
  const changed =
    app.kind === "inlined"
      ? { ...app, files: [...app.files, { path: "rehearsal.txt", content: "changed\n" }] }
      : { ...app, url: `${app.url}?rehearsal` };
  return { ...site, droplet: { ...droplet, app: changed } };
}
