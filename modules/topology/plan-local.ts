import { listenAddresses, type ResolvedConfig } from "../config/index.ts";
import { connect, members, planClient, planGroup, type Tier } from "./tiers.ts";
import type { LocalNetworkId, LocalRole, LocalTopology, Network } from "./types.ts";

/** Ports inside the local stack, the same in every stack. */
export const ports = {
  http: 8080,
  https: 8443,
  status: 8404,
  primary: 3306,
  replica: 3307,
  agent: 8008,
  groupReplication: 33061,
} as const;

const networks: readonly Network<LocalNetworkId>[] = [
  { id: "front", purpose: "The balancer asks the web nodes.", isInternal: false },
  { id: "back", purpose: "The web nodes ask the database routers, and nothing else.", isInternal: true },
  {
    id: "data",
    purpose: "Routers reach the database members, which replicate to each other.",
    isInternal: true,
  },
  { id: "monitor", purpose: "The balancer gets the members' metrics from the routers.", isInternal: true },
];

/** MiB that a balancer or router gets; measured use is below a third of it. */
const balancerMemoryMb = 128;
const routerMemoryMb = 64;

/** The machine that everything runs on. */
const host = "docker-host";

/** The stack on one machine: balancer, web nodes, routers and a replication group. */
export function planLocal(config: ResolvedConfig): LocalTopology {
  const tiers = [balancerTier(config), webTier(config), routerTier(config), databaseTier(config)] as const;
  const client = planClient();
  const [balancers, webNodes, routers, databases] = [
    members(tiers[0], () => host),
    members(tiers[1], () => host),
    members(tiers[2], () => host),
    members(tiers[3], () => host),
  ];
  return {
    name: config.name,
    target: "local",
    networks: [...networks],
    components: [client, ...balancers, ...webNodes, ...routers, ...databases],
    links: [
      ...connect([client], balancers, ["request"], ports.http),
      ...connect([client], balancers, ["request"], ports.https),
      ...connect(balancers, webNodes, ["request", "health"], ports.http),
      ...connect(balancers, webNodes, ["request", "health"], ports.https),
      ...connect(webNodes, routers, ["read", "write"], ports.primary),
      ...connect(webNodes, routers, ["read"], ports.replica),
      ...connect(routers, databases, ["read", "write"], ports.primary),
      ...connect(routers, databases, ["health"], ports.agent),
      ...connect(balancers, routers, ["health"], ports.agent),
      ...connect(databases, databases, ["replication"], ports.groupReplication),
    ],
    groups: tiers.map(planGroup),
  };
}

type LocalTier = Tier<LocalRole, LocalNetworkId>;

function balancerTier({ loadBalancer }: ResolvedConfig): LocalTier {
  const publishedAddresses = listenAddresses(loadBalancer);
  const isLoopback = publishedAddresses.join() === "127.0.0.1";
  const published = isLoopback ? {} : { publishedAddresses };
  return {
    role: "load-balancer",
    count: 1,
    networks: ["front", "monitor"],
    ports: [
      { port: ports.http, protocol: "http", publishedPort: loadBalancer.httpPort, ...published },
      { port: ports.https, protocol: "https", publishedPort: loadBalancer.httpsPort, ...published },
      { port: ports.status, protocol: "http", publishedPort: loadBalancer.statusPort },
    ],
    memoryMb: balancerMemoryMb,
    rule: "any",
  };
}

function webTier({ web }: ResolvedConfig): LocalTier {
  return {
    role: "web",
    count: web.nodes,
    networks: ["front", "back"],
    ports: [
      { port: ports.http, protocol: "http" },
      { port: ports.https, protocol: "https" },
    ],
    memoryMb: web.memoryMb,
    rule: "any",
  };
}

function routerTier({ database }: ResolvedConfig): LocalTier {
  return {
    role: "database-router",
    count: database.routers,
    networks: ["back", "data", "monitor"],
    ports: [
      { port: ports.primary, protocol: "mysql" },
      { port: ports.replica, protocol: "mysql" },
      { port: ports.agent, protocol: "http" },
    ],
    memoryMb: routerMemoryMb,
    rule: "any",
  };
}

function databaseTier({ database }: ResolvedConfig): LocalTier {
  return {
    role: "database",
    count: database.members,
    networks: ["data"],
    ports: [
      { port: ports.primary, protocol: "mysql" },
      { port: ports.agent, protocol: "http" },
      { port: ports.groupReplication, protocol: "group-replication" },
    ],
    memoryMb: database.memoryMb,
    rule: "majority",
  };
}
