import { isPrivate, networkText, parseNetwork, sharesAddresses, sizeOf } from "../addresses/index.ts";
import { databaseSizes, findDatabaseSize, regionsOfDropletSize } from "../digitalocean-catalog/index.ts";
import type { Problem } from "./problems.ts";
import type { ResolvedConfig } from "./resolved-config.ts";

/** What DigitalOcean would refuse, as far as that is known without asking it. */
export function cloudProblems(config: ResolvedConfig): Problem[] {
  return [
    ...webSizeProblems(config),
    ...standbyProblems(config),
    ...addressRangeProblems(config.cloud.addressRange),
    ...accessProblems(config),
    ...hostProblems(config),
  ];
}

function webSizeProblems({ cloud: { region, webSize } }: ResolvedConfig): Problem[] {
  const offered = regionsOfDropletSize(webSize);
  if (offered === undefined || offered.includes(region)) return [];
  return [
    {
      path: "cloud.webSize",
      given: `got "${webSize}", which region "${region}" doesn't offer`,
      allowed: `a size that "${region}" offers; "${webSize}" is offered in ${offered.join(", ")}`,
      hint: 'for example "s-1vcpu-1gb"',
    },
  ];
}

function standbyProblems({ cloud: { databaseNodes, databaseSize } }: ResolvedConfig): Problem[] {
  const maxNodes = findDatabaseSize(databaseSize)?.maxNodes;
  if (maxNodes === undefined || databaseNodes <= maxNodes) return [];
  const [smallest] = databaseSizes.filter((size) => size.maxNodes >= databaseNodes);
  return [
    {
      path: "cloud.databaseSize",
      given: `got "${databaseSize}", a plan of 1 GiB without standby nodes, but cloud.databaseNodes is ${databaseNodes}`,
      allowed: "a plan of 2 GiB or more, or one node",
      hint: `for example "${smallest?.slug}"`,
    },
  ];
}

function hostProblems({ cloud: { domain }, loadBalancer: { hosts } }: ResolvedConfig): Problem[] {
  const [first] = hosts;
  if (domain === undefined || first === undefined || first === domain) return [];
  return [
    {
      path: "cloud.domain",
      given: `got "${domain}", while loadBalancer.hosts sends visitors on to "${first}"`,
      allowed: "the first one of loadBalancer.hosts",
      hint: `use "${first}", or put "${domain}" first`,
    },
  ];
}

/** Taken by DigitalOcean in every region (VPC limits in its documentation). */
const reservedNetworks = ["10.229.0.0/16", "10.244.0.0/16", "10.245.0.0/16", "10.246.0.0/24"];

function addressRangeProblems(range: string): Problem[] {
  const problem = (given: string, hint = 'for example "10.110.0.0/20"'): Problem[] => [
    {
      path: "cloud.addressRange",
      given: `got "${range}"${given}`,
      allowed: "a private network (RFC 1918) of /16 to /28 in CIDR form",
      hint,
    },
  ];
  const network = parseNetwork(range);
  if (network === undefined) return problem("");
  if (!isPrivate(network)) return problem(", which is no private network");
  if (network.prefix < 16 || network.prefix > 28)
    return problem(`, which has ${sizeOf(network.prefix)} addresses`);
  const text = networkText(network);
  if (text !== range) return problem(", which is an address in a network", `did you mean "${text}"?`);
  const reserved = reservedNetworks.find((other) => sharesAddresses(range, other));
  return reserved === undefined ? [] : problem(`, which overlaps ${reserved}, DigitalOcean's own`);
}

function accessProblems({ web, cloud }: ResolvedConfig): Problem[] {
  if (cloud.sshKeys.length > 0) return [];
  const keys = { allowed: "at least one key", hint: 'for example ["laptop"], a name in the account' };
  return [
    ...(web.autoscale === undefined
      ? []
      : [{ path: "cloud.sshKeys", given: "got none, but autoscale pools require one", ...keys }]),
    ...(cloud.sshSources.length === 0
      ? []
      : [{ path: "cloud.sshKeys", given: "got none, but cloud.sshSources lets somebody in", ...keys }]),
  ];
}
