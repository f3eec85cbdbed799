import type { ResolvedConfig } from "../config/index.ts";
import { findDatabaseSize, findDropletSize } from "../digitalocean-catalog/index.ts";
import { ports } from "./plan-local.ts";
import { connect, members, planClient, planGroup, type Tier } from "./tiers.ts";
import type { CloudRole, CloudTopology } from "./types.ts";

/** Ports of the cloud stack, the same in every stack; 25060 is the one of DigitalOcean's managed MySQL. */
export const cloudPorts = {
  http: 80,
  https: 443,
  web: ports.http,
  /** For requests that came by HTTPS. */
  webHttps: ports.https,
  database: 25060,
} as const;

/**
 * The stack on DigitalOcean: managed load balancer, droplets, managed MySQL. With `web.autoscale` the web nodes are
 * the fewest that there may be.
 */
export function planCloud(config: ResolvedConfig): CloudTopology {
  const { readReplica, region } = config.cloud;
  const tiers = [
    balancerTier(config),
    webTier(config),
    databaseTier(config, "database-cluster", config.cloud.databaseNodes),
    databaseTier(config, "database-replica", readReplica ? 1 : 0),
  ] as const;
  const client = planClient();
  const itself = (id: string) => id;
  const [balancers, webNodes, cluster, replicas] = [
    members(tiers[0], itself),
    members(tiers[1], itself),
    members(tiers[2], itself),
    members(tiers[3], itself),
  ];
  return {
    name: config.name,
    target: "cloud",
    region,
    networks: [
      {
        id: "vpc",
        purpose: "Everything reaches everything else here; from outside only the load balancer is reached.",
        isInternal: true,
      },
    ],
    components: [client, ...balancers, ...webNodes, ...cluster, ...replicas],
    links: [
      ...connect([client], balancers, ["request"], cloudPorts.http),
      ...connect([client], balancers, ["request"], cloudPorts.https),
      ...connect(balancers, webNodes, ["request", "health"], cloudPorts.web),
      ...(servesHttps(config.cloud) ? connect(balancers, webNodes, ["request"], cloudPorts.webHttps) : []),
      // The site's reads go to the replica where there is one, and nowhere else.
      ...connect(webNodes, cluster, readReplica ? ["write"] : ["read", "write"], cloudPorts.database),
      ...connect(webNodes, replicas, ["read"], cloudPorts.database),
      ...connect(cluster, cluster, ["replication"], cloudPorts.database),
      ...connect(cluster, replicas, ["replication"], cloudPorts.database),
    ],
    groups: tiers.filter((tier) => tier.count > 0).map(planGroup),
  };
}

type CloudTier = Tier<CloudRole, "vpc">;

/** HTTPS needs a certificate: one of the user's, or one that is made for the domain. */
export function servesHttps({ domain, certificate }: ResolvedConfig["cloud"]): boolean {
  return domain !== undefined || certificate !== undefined;
}

function balancerTier({ cloud }: ResolvedConfig): CloudTier {
  const { http, https } = cloudPorts;
  return {
    role: "load-balancer",
    count: cloud.loadBalancerNodes,
    networks: ["vpc"],
    ports: [
      { port: http, protocol: "http", publishedPort: http },
      ...(servesHttps(cloud) ? [{ port: https, protocol: "https", publishedPort: https } as const] : []),
    ],
    memoryMb: 0,
    rule: "any",
  };
}

function webTier({ web, cloud }: ResolvedConfig): CloudTier {
  return {
    role: "web",
    count: web.autoscale?.min ?? web.nodes,
    networks: ["vpc"],
    ports: [
      { port: cloudPorts.web, protocol: "http" },
      { port: cloudPorts.webHttps, protocol: "https" },
    ],
    memoryMb: findDropletSize(cloud.webSize)?.memoryMb ?? 0,
    size: cloud.webSize,
    rule: "any",
  };
}

/** The provider makes a standby the primary where one fails, so that any one node is enough. */
function databaseTier(
  { cloud }: ResolvedConfig,
  role: "database-cluster" | "database-replica",
  count: number,
): CloudTier {
  return {
    role,
    count,
    networks: ["vpc"],
    ports: [{ port: cloudPorts.database, protocol: "mysql" }],
    memoryMb: findDatabaseSize(cloud.databaseSize)?.memoryMb ?? 0,
    size: cloud.databaseSize,
    rule: "any",
  };
}
