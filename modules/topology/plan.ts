import type { ResolvedConfig } from "../config/index.ts";
import type {
  Component,
  Group,
  Link,
  Network,
  NetworkId,
  Port,
  Purpose,
  Role,
  Target,
  Topology,
} from "./types.ts";

/** Ports inside the stack, the same in every stack. */
export const ports = {
  http: 8080,
  https: 8443,
  status: 8404,
  primary: 3306,
  replica: 3307,
  agent: 8008,
  groupReplication: 33061,
} as const;

/** The component that stands for everyone who visits the site. */
export const clientId = "client";

const networks: readonly Network[] = [
  { id: "front", purpose: "The balancer asks the web nodes.", isInternal: false },
  { id: "back", purpose: "The web nodes ask the database routers, and nothing else.", isInternal: true },
  {
    id: "data",
    purpose: "Routers reach the database members, which replicate to each other.",
    isInternal: true,
  },
  { id: "monitor", purpose: "The balancer asks the routers for the members' figures.", isInternal: true },
];

/** MiB that a balancer or router gets; measured use is below a third of it. */
const balancerMemoryMb = 128;
const routerMemoryMb = 64;

interface Tier {
  readonly role: Role;
  readonly count: number;
  readonly networks: readonly NetworkId[];
  readonly ports: readonly Port[];
  readonly memoryMb: number;
  readonly rule: Group["rule"];
}

/** The stack that a config asks for. Pure: the same config gives the same topology. */
export function planTopology(config: ResolvedConfig, target: Target): Topology {
  const planned = tiers(config).map((tier) => members(tier, "docker-host"));
  const client = planClient();
  const [balancers = [], webNodes = [], routers = [], databases = []] = planned;
  return deepFreeze({
    name: config.name,
    target,
    networks: [...networks],
    components: [client, ...planned.flat()],
    links: [
      ...connect([client], balancers, ["request"], ports.http),
      ...connect([client], balancers, ["request"], ports.https),
      ...connect(balancers, webNodes, ["request", "health"], ports.http),
      ...connect(webNodes, routers, ["read", "write"], ports.primary),
      ...connect(webNodes, routers, ["read"], ports.replica),
      ...connect(routers, databases, ["read", "write"], ports.primary),
      ...connect(routers, databases, ["health"], ports.agent),
      ...connect(balancers, routers, ["health"], ports.agent),
      ...connect(databases, databases, ["replication"], ports.groupReplication),
    ],
    groups: tiers(config).map(planGroup),
  });
}

function tiers(config: ResolvedConfig): readonly Tier[] {
  const { loadBalancer, web, database } = config;
  return [
    {
      role: "load-balancer",
      count: 1,
      networks: ["front", "monitor"],
      ports: [
        { port: ports.http, protocol: "http", publishedPort: loadBalancer.httpPort },
        { port: ports.https, protocol: "https", publishedPort: loadBalancer.httpsPort },
        { port: ports.status, protocol: "http", publishedPort: loadBalancer.statusPort },
      ],
      memoryMb: balancerMemoryMb,
      rule: "any",
    },
    {
      role: "web",
      count: web.nodes,
      networks: ["front", "back"],
      ports: [{ port: ports.http, protocol: "http" }],
      memoryMb: web.memoryMb,
      rule: "any",
    },
    {
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
    },
    {
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
    },
  ];
}

function planClient(): Component {
  return {
    id: clientId,
    role: "client",
    ordinal: 1,
    group: clientId,
    host: clientId,
    networks: [],
    ports: [],
    memoryMb: 0,
  };
}

function members(tier: Tier, host: string): Component[] {
  return Array.from({ length: tier.count }, (_, index) => ({
    id: componentId(tier.role, index + 1),
    role: tier.role,
    ordinal: index + 1,
    group: tier.role,
    host,
    networks: [...tier.networks],
    ports: tier.ports.map((port) => ({ ...port })),
    memoryMb: tier.memoryMb,
  }));
}

/** `web-2` for the second web node. */
export function componentId(role: Role, ordinal: number): string {
  return `${role}-${ordinal}`;
}

/** Ids of the components of a role, in order. */
export function componentIds(topology: Topology, role: Role): string[] {
  return topology.components.filter((component) => component.role === role).map(({ id }) => id);
}

function planGroup(tier: Tier): Group {
  return {
    id: tier.role,
    role: tier.role,
    members: Array.from({ length: tier.count }, (_, index) => componentId(tier.role, index + 1)),
    rule: tier.rule,
    mayFail: tier.rule === "any" ? tier.count - 1 : Math.ceil(tier.count / 2) - 1,
  };
}

function connect(
  from: readonly Component[],
  to: readonly Component[],
  purposes: readonly Purpose[],
  port: number,
): Link[] {
  return from.flatMap((source) =>
    to.flatMap((target) => {
      const protocol = target.ports.find((candidate) => candidate.port === port)?.protocol;
      if (protocol === undefined || source.id === target.id) return [];
      const isEncrypted = protocol !== "http";
      return [{ from: source.id, to: target.id, purposes: [...purposes], protocol, port, isEncrypted }];
    }),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
