import {
  defaults,
  largestFormMb,
  presets,
  type ResolvedConfig,
  seedRules,
  writablePaths,
} from "../../modules/config/index.ts";
import { findDatabaseSize } from "../../modules/digitalocean-catalog/index.ts";
import type { AccountFacts } from "./account-facts.ts";
import { othersDroplets } from "./problems.ts";

/** What the stack will do and its owner may not expect, a sentence each. */
export function planWarnings(config: ResolvedConfig, facts: AccountFacts | undefined): readonly string[] {
  return [
    ...folderWarnings(config),
    ...withoutEffect(config),
    ...connectionWarnings(config),
    ...(facts === undefined ? [] : [...stateWarnings(config, facts), ...rollWarnings(config, facts)]),
  ];
}

function stateWarnings({ cloud: { state } }: ResolvedConfig, { objects }: AccountFacts): string[] {
  if (state === undefined || objects.length === 0) return [];
  return [
    `cloud.state: Terraform's state isn't on this machine, so that of what is there under this stack's names ` +
      "its content isn't known here. What npx cdktf diff cloud would create although it exists is left over.",
  ];
}

function folderWarnings({ app }: ResolvedConfig): string[] {
  const writableFolders = writablePaths(app);
  if (writableFolders.length === 0) return [];
  const rules = new Set(Object.values(seedRules(app)));
  return [
    ...(rules.has("newer") || rules.has("always")
      ? [
          "app.writableFolders: seed is for the local target only; a new droplet begins with the site's own files.",
        ]
      : []),
    `app.writableFolders: there is no shared disk on the cloud. Each web node has folders of its own (${writableFolders.join(", ")}), ` +
      "which go with it at the next deploy. Keep what has to last in the database or in an object store.",
  ];
}

/** Fields that were set for the local target and that this one has no use for. */
function withoutEffect(config: ResolvedConfig): string[] {
  const preset = presets[config.preset];
  const { loadBalancer, web, database } = config;
  const local: readonly (readonly [path: string, value: unknown, usual: unknown, instead: string])[] = [
    ["loadBalancer.httpPort", loadBalancer.httpPort, defaults.loadBalancer.httpPort, "80"],
    ["loadBalancer.httpsPort", loadBalancer.httpsPort, defaults.loadBalancer.httpsPort, "443"],
    [
      "loadBalancer.statusPort",
      loadBalancer.statusPort,
      defaults.loadBalancer.statusPort,
      "the control panel",
    ],
    ["loadBalancer.listen", loadBalancer.listen, defaults.loadBalancer.listen, "open to everybody"],
    [
      "loadBalancer.trustedProxies",
      loadBalancer.trustedProxies,
      defaults.loadBalancer.trustedProxies,
      "none: DigitalOcean's load balancer passes no other address on than the one that connects to it",
    ],
    [
      "loadBalancer.certificate",
      loadBalancer.certificate,
      defaults.loadBalancer.certificate,
      "cloud.certificate",
    ],
    [
      "loadBalancer.algorithm",
      loadBalancer.algorithm,
      defaults.loadBalancer.algorithm,
      "DigitalOcean's own choice",
    ],
    [
      "loadBalancer.redirectToHttps",
      loadBalancer.redirectToHttps,
      defaults.loadBalancer.redirectToHttps,
      "a redirect wherever there is a certificate",
    ],
    [
      "loadBalancer.maxRequestBodyMb",
      loadBalancer.maxRequestBodyMb,
      // What it follows by itself.
      Math.max(defaults.loadBalancer.maxRequestBodyMb, largestFormMb(web)),
      "PHP's own limits (web.maxUploadMb)",
    ],
    ["loadBalancer.retry", loadBalancer.retry, defaults.loadBalancer.retry, "DigitalOcean's own choice"],
    ["web.memoryMb", web.memoryMb, defaults.web.memoryMb, "cloud.webSize"],
    ["database.members", database.members, preset.members, "cloud.databaseNodes"],
    ["database.routers", database.routers, preset.routers, "none: the managed database has one address"],
    ["database.memoryMb", database.memoryMb, defaults.database.memoryMb, "cloud.databaseSize"],
  ];
  return local
    .filter(([, value, usual]) => String(value) !== String(usual))
    .map(([path, , , instead]) => `${path} is for the local target only; here it is ${instead}.`);
}

/** Of DigitalOcean's managed MySQL, by GiB of a node's memory. */
const connectionsPerGib = 75;
/** Each worker may hold three: writes, reads, sessions. */
const connectionsPerWorker = 3;

function connectionWarnings({ web, cloud }: ResolvedConfig): string[] {
  const memoryMb = findDatabaseSize(cloud.databaseSize)?.memoryMb;
  if (memoryMb === undefined) return [];
  const allowed = (memoryMb / 1024) * connectionsPerGib;
  const nodes = web.autoscale?.max ?? web.nodes;
  const most = nodes * web.requestWorkers * connectionsPerWorker;
  if (most <= allowed) return [];
  return [
    `web.requestWorkers: ${nodes} web nodes of ${web.requestWorkers} workers may want ${most} connections (${connectionsPerWorker} each); ` +
      `${cloud.databaseSize} takes ${allowed}. Under full load pages then wait or fail: lower it, or take a larger cloud.databaseSize.`,
  ];
}

function rollWarnings({ web }: ResolvedConfig, facts: AccountFacts): string[] {
  const nodes = web.autoscale?.max ?? web.nodes;
  const needed = othersDroplets(facts) + 2 * nodes;
  if (needed <= facts.dropletLimit) return [];
  return [
    `A changed app has old and new web nodes side by side: ${needed} droplets in all, in an account that may have ` +
      `${facts.dropletLimit}. Such a deploy would stop at the limit, with the old ones serving.`,
  ];
}
