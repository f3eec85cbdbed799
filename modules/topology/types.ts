/** What a component does in the stack on this machine. */
export type LocalRole = "client" | "load-balancer" | "web" | "database-router" | "database";

/** What a component does in the stack on DigitalOcean. */
export type CloudRole = "client" | "load-balancer" | "web" | "database-cluster" | "database-replica";

export type Role = LocalRole | CloudRole;

/** Where a stack runs. */
export type Target = Topology["target"];

export type LocalNetworkId = "front" | "back" | "data" | "monitor";
export type NetworkId = LocalNetworkId | "vpc";

export interface Network<N extends NetworkId = NetworkId> {
  readonly id: N;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  /** Internal networks can't be reached from outside. */
  readonly isInternal: boolean;
}

export interface Port {
  readonly port: number;
  readonly protocol: Protocol;
  /**
   * Port at which clients reach it: on 127.0.0.1 of the host, or on the public address of the cloud's load balancer.
   * Absent: not reachable from outside.
   */
  readonly publishedPort?: number;
  /** Addresses of the host at which clients reach it. @default 127.0.0.1 alone */
  readonly publishedAddresses?: readonly string[];
}

export type Protocol = "http" | "https" | "mysql" | "group-replication";

/** One server. Its id is a contract: Terraform addresses, container names and anchors are made of it. */
export interface Component<R extends Role = Role, N extends NetworkId = NetworkId> {
  readonly id: string;
  readonly role: R;
  /** 1 for the first of its role. */
  readonly ordinal: number;
  readonly group: string;
  /** The machine that it runs on: what fails with it. */
  readonly host: string;
  readonly networks: readonly N[];
  readonly ports: readonly Port[];
  /** Its limit, or what its size has. 0: not ours to choose. */
  readonly memoryMb: number;
  /** Slug of the plan that it is created with; only on the cloud. */
  readonly size?: string;
}

/** Why one component talks to another. */
export type Purpose = "request" | "read" | "write" | "replication" | "health";

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly purposes: readonly Purpose[];
  readonly protocol: Protocol;
  readonly port: number;
  readonly isEncrypted: boolean;
}

/** Components that replace each other. */
export interface Group<R extends Role = Role> {
  readonly id: string;
  readonly role: R;
  readonly members: readonly string[];
  /** any: one living member is enough. majority: more than half of them must live. */
  readonly rule: "any" | "majority";
  /** How many may fail at once before the group does. */
  readonly mayFail: number;
}

/** The whole stack as plain, frozen, JSON-serializable data. */
interface Stack<R extends Role, N extends NetworkId> {
  readonly name: string;
  readonly networks: readonly Network<N>[];
  readonly components: readonly Component<R, N>[];
  readonly links: readonly Link[];
  readonly groups: readonly Group<R>[];
}

/** A stack on this machine's Docker engine. */
export interface LocalTopology extends Stack<LocalRole, LocalNetworkId> {
  readonly target: "local";
  readonly region?: undefined;
}

/** A stack on DigitalOcean. */
export interface CloudTopology extends Stack<CloudRole, "vpc"> {
  readonly target: "cloud";
  /** Where all of it is. */
  readonly region: string;
}

export type Topology = LocalTopology | CloudTopology;
