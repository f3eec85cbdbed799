import { join } from "node:path";
import { loadConfig, type Problem, type ResolvedConfig } from "../../modules/config/index.ts";
import { estimateCost, listedPrices, type Prices } from "../../modules/cost/index.ts";
import { cloudLimitProblems, type StagedSite, stageSite } from "../../modules/digitalocean/index.ts";
import { type AccountAccess, AccountFailure, accessFrom } from "../../modules/digitalocean-api/index.ts";
import { certificateProblems, readCertificate } from "../../modules/secrets/index.ts";
import { idsOf, readState } from "../../modules/terraform/index.ts";
import { planTopology, singlePointsOfFailure } from "../../modules/topology/index.ts";
import { UserDataTooLargeError, webNodeUserData } from "../../modules/web-node/index.ts";
import {
  type AccountFacts,
  accountProblem,
  accountProblems,
  type CloudPlan,
  isGood,
  leftovers,
  planJson,
  planText,
  planWarnings,
  readAccountFacts,
  replacedData,
} from "../cloud-plan/index.ts";

/**
 * Prints what `cdktf deploy cloud` would create, what it costs and what prevents it; creates nothing.
 * @returns the exit code: 0 it can be deployed, 2 something prevents it.
 */
export async function plan(projectFolder: string, isJson: boolean): Promise<number> {
  const config = await loadConfig(join(projectFolder, "lampstand.config.ts"));
  const made = await planCloud(projectFolder, config, accessFrom(process.env));
  console.log(isJson ? JSON.stringify(planJson(made)) : planText(made));
  return isGood(made) ? 0 : 2;
}

async function planCloud(
  projectFolder: string,
  config: ResolvedConfig,
  access: AccountAccess | undefined,
): Promise<CloudPlan> {
  const site = stageSite(config);
  const asked = access === undefined ? undefined : await fetchAccount(access, config);
  const facts = asked?.kind === "facts" ? asked.facts : undefined;
  const topology = planTopology(config, "cloud");
  const stateFile = join(projectFolder, "terraform.cloud.tfstate");
  // Where the state is in a bucket, this machine doesn't know what it holds.
  const deployed = config.cloud.state === undefined ? readState(stateFile) : undefined;
  const objects = facts?.objects ?? [];
  const left = deployed === undefined ? [] : leftovers(objects, idsOf(deployed));
  return {
    topology,
    preset: config.preset,
    spofs: singlePointsOfFailure(topology),
    cost: estimateCost(config, facts === undefined ? listedPrices : pricesOf(facts)),
    account: asked === undefined ? "not-asked" : facts === undefined ? "failed" : "answered",
    problems: [
      ...sizeProblems(site),
      ...cloudLimitProblems(config),
      ...ownCertificateProblems(config),
      ...(deployed === undefined ? [] : replacedData(deployed, config)),
      ...(asked?.kind === "failed" ? [asked.problem] : []),
      ...(facts === undefined ? [] : accountProblems(config, site.sshKeys, facts)),
    ],
    warnings: [...planWarnings(config, facts), ...site.sqlNotes.map((note) => `database.init: ${note}`)],
    leftovers: left,
    deployed: facts === undefined ? undefined : objects.length - left.length,
  };
}

type Asked =
  | { readonly kind: "facts"; readonly facts: AccountFacts }
  | { readonly kind: "failed"; readonly problem: Problem };

async function fetchAccount(access: AccountAccess, config: ResolvedConfig): Promise<Asked> {
  try {
    return { kind: "facts", facts: await readAccountFacts(access, config) };
  } catch (error) {
    if (!(error instanceof AccountFailure)) throw error;
    return { kind: "failed", problem: accountProblem(error) };
  }
}

function pricesOf({ sizes }: AccountFacts): Prices {
  const today = new Date().toISOString().slice(0, 10);
  const source = { page: "GET /v2/sizes", date: today, certainty: "the account's own list" };
  const bySlug = new Map(sizes.map(({ slug, price_monthly }) => [slug, price_monthly]));
  return { ...listedPrices, droplets: { bySlug, source } };
}

function ownCertificateProblems({
  cloud: { certificate: files, domain },
}: ResolvedConfig): readonly Problem[] {
  if (files === undefined) return [];
  return certificateProblems("cloud.certificate", readCertificate(files), domain, new Date());
}

/** Known when the database is there; its size is reckoned with. */
const unknownDatabase = { host: "", port: "", readHost: "", readPort: "", password: "", caCertificate: "" };

function sizeProblems({ droplet, secrets }: StagedSite): Problem[] {
  const database = { ...unknownDatabase, name: "", user: "" };
  const sized = Object.entries(secrets).map(([name, { bytes }]) => [name, { base64: "", bytes }] as const);
  try {
    webNodeUserData({ ...droplet, database, siteTime: "", secrets: Object.fromEntries(sized) });
    return [];
  } catch (error) {
    if (!(error instanceof UserDataTooLargeError)) throw error;
    return [error.problem];
  }
}
