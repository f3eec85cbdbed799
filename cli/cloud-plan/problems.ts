import { createHash } from "node:crypto";
import { sharesAddresses } from "../../modules/addresses/index.ts";
import { closest, type Problem, type ResolvedConfig, siteDomains } from "../../modules/config/index.ts";
import { objectNames, type SshKeySource, zoneCandidates } from "../../modules/digitalocean/index.ts";
import type { AccountFailure } from "../../modules/digitalocean-api/index.ts";
import type { AccountFacts } from "./account-facts.ts";

/** What this account would refuse, found before anything is created; none if it takes the stack. */
export function accountProblems(
  config: ResolvedConfig,
  sshKeys: readonly SshKeySource[],
  facts: AccountFacts,
): readonly Problem[] {
  return [
    ...regionProblems(config, facts),
    ...webSizeProblems(config, facts),
    ...databaseProblems(config, facts),
    ...domainProblems(config, facts),
    ...sshKeyProblems(config, sshKeys, facts),
    ...networkProblems(config, facts),
    ...dropletLimitProblems(config, facts),
  ];
}

/** Why the account could not be queried. */
export function accountProblem({ id, reason, status }: AccountFailure): Problem {
  const token = {
    path: "DIGITALOCEAN_TOKEN",
    hint: "make one in the control panel under API, Tokens, and export it again",
  };
  if (id === "digitalocean-token-refused")
    return { ...token, given: reason, allowed: "a personal access token that is still valid" };
  if (id === "digitalocean-scope-missing")
    return {
      ...token,
      given: reason,
      allowed: "full access, or read, create, update and delete for each resource",
    };
  return {
    path: "DigitalOcean",
    given: reason,
    allowed: status === undefined ? "a connection to its API" : "an answer of its API",
    hint: "check the network and DIGITALOCEAN_API_URL, then plan again",
  };
}

function regionProblems({ cloud: { region } }: ResolvedConfig, { regions }: AccountFacts): Problem[] {
  const open = regions.filter(({ available }) => available).map(({ slug }) => slug);
  if (open.includes(region)) return [];
  return [
    {
      path: "cloud.region",
      given: `got "${region}", which ${regions.some(({ slug }) => slug === region) ? "takes no new stacks now" : "this account doesn't have"}`,
      allowed: open.join(", "),
      hint: nearest(region, open),
    },
  ];
}

function webSizeProblems({ cloud: { region, webSize } }: ResolvedConfig, { sizes }: AccountFacts): Problem[] {
  const problem = (given: string, allowed: string, hint: string): Problem[] => [
    { path: "cloud.webSize", given: `got "${webSize}", which ${given}`, allowed, hint },
  ];
  const here = sizes
    .filter(({ available, regions }) => available && regions.includes(region))
    .sort((a, b) => a.price_monthly - b.price_monthly)
    .map(({ slug }) => slug);
  const size = sizes.find(({ slug }) => slug === webSize);
  if (size === undefined)
    return problem("this account doesn't have", "a size of the account", nearest(webSize, here));
  if (here.includes(webSize)) return [];
  const allowed =
    size.regions.length === 0 ? "another size" : `one of its regions: ${size.regions.join(", ")}`;
  return problem(
    `"${region}" doesn't offer now`,
    allowed,
    `or a size that it offers; ${nearest(webSize, here)}`,
  );
}

function databaseProblems(
  { cloud: { region, databaseSize, databaseNodes } }: ResolvedConfig,
  { databaseRegions, databaseLayouts }: AccountFacts,
): Problem[] {
  const sizes = databaseLayouts.find(({ num_nodes }) => num_nodes === databaseNodes)?.sizes ?? [];
  return [
    ...(databaseRegions.includes(region)
      ? []
      : [
          {
            path: "cloud.region",
            given: `got "${region}", which has no managed MySQL`,
            allowed: databaseRegions.join(", "),
            hint: nearest(region, databaseRegions),
          },
        ]),
    ...(sizes.includes(databaseSize)
      ? []
      : [
          {
            path: "cloud.databaseSize",
            given: `got "${databaseSize}", of which there are no clusters of ${databaseNodes} nodes`,
            allowed: sizes.join(", "),
            hint: nearest(databaseSize, sizes),
          },
        ]),
  ];
}

function domainProblems(config: ResolvedConfig, { domains }: AccountFacts): Problem[] {
  return siteDomains(config).flatMap((domain) => domainProblem(config, domain, domains));
}

function domainProblem({ cloud }: ResolvedConfig, domain: string, domains: readonly string[]): Problem[] {
  const candidates = zoneCandidates(domain);
  if (candidates.some((candidate) => domains.includes(candidate))) return [];
  return [
    {
      path: domain === cloud.domain ? "cloud.domain" : "loadBalancer.hosts",
      given: `got "${domain}", but the account's DNS has ${domains.length === 0 ? "no domain" : domains.join(", ")}`,
      allowed: `a domain in or below one of the account's: ${candidates.join(" or ")} has to be there`,
      hint: "add it under Networking, Domains, and let its registrar name ns1.digitalocean.com to ns3.digitalocean.com",
    },
  ];
}

function sshKeyProblems(
  { name: stackName, cloud }: ResolvedConfig,
  keys: readonly SshKeySource[],
  facts: AccountFacts,
): Problem[] {
  const names = facts.sshKeys.map(({ name }) => name);
  return keys.flatMap((key, index): Problem[] => {
    const path = `cloud.sshKeys.${index}`;
    if (key.kind === "account") {
      const count = names.filter((name) => name === key.name).length;
      if (count === 1) return [];
      const given =
        count === 0 ? "no key of the account has that name" : `${count} keys of the account have it`;
      return [
        {
          path,
          given: `got "${key.name}", but ${given}`,
          allowed:
            names.length === 0
              ? "the path of a .pub file"
              : `${names.join(", ")}, or the path of a .pub file`,
          hint: nearest(key.name, names),
        },
      ];
    }
    const own = objectNames(stackName).sshKey(key.fileName);
    const twin = facts.sshKeys.find(({ fingerprint }) => fingerprint === fingerprintOf(key.publicKey));
    if (twin === undefined || twin.name === own) return [];
    return [
      {
        path,
        given: `got "${cloud.sshKeys[index]}", a key that the account has already, named "${twin.name}"`,
        allowed: "a key that the account doesn't have yet, or the name of one that it has",
        hint: `for example "${twin.name}"`,
      },
    ];
  });
}

/** MD5, as DigitalOcean shows it. */
function fingerprintOf(publicKey: string): string {
  const [, blob = ""] = publicKey.split(/\s+/);
  const hex = createHash("md5").update(Buffer.from(blob, "base64")).digest("hex");
  return hex.replace(/..(?!$)/g, "$&:");
}

function networkProblems(
  { name, cloud: { addressRange } }: ResolvedConfig,
  { networks }: AccountFacts,
): Problem[] {
  const own = objectNames(name).vpc;
  return networks
    .filter((network) => network.name !== own && sharesAddresses(addressRange, network.ip_range))
    .map((network) => ({
      path: "cloud.addressRange",
      given: `got "${addressRange}", which overlaps ${network.ip_range} of the network ${network.name} (${network.region})`,
      allowed: "a range that no other network of the account has",
      hint: 'for example "10.120.0.0/20"',
    }));
}

function dropletLimitProblems({ web }: ResolvedConfig, facts: AccountFacts): Problem[] {
  const most = web.autoscale?.max ?? web.nodes;
  const others = othersDroplets(facts);
  if (others + most <= facts.dropletLimit) return [];
  return [
    {
      path: web.autoscale === undefined ? "web.nodes" : "web.autoscale.max",
      given: `got ${most}, with ${others} other droplets in an account that may have ${facts.dropletLimit}`,
      allowed: `at most ${Math.max(0, facts.dropletLimit - others)}`,
      hint: "or ask DigitalOcean for a higher droplet limit",
    },
  ];
}

/** Droplets that aren't this stack's. */
export function othersDroplets({ dropletIds, objects }: AccountFacts): number {
  const own = new Set(objects.filter(({ kind }) => kind === "droplet").map(({ id }) => id));
  return dropletIds.filter((id) => !own.has(id)).length;
}

function nearest(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates);
  if (near !== undefined) return `did you mean "${near}"?`;
  return candidates[0] === undefined ? "leave it out" : `for example "${candidates[0]}"`;
}
