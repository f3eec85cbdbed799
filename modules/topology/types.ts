/** What a component does in the stack. */
export type Role = "client" | "load-balancer" | "web" | "database-router" | "database";

/** Where a stack runs. */
export type Target = "local";

export type NetworkId = "front" | "back" | "data" | "monitor";

export interface Network {
  readonly id: NetworkId;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  /** Internal networks have no way in or out. */
  readonly isInternal: boolean;
}

export interface Port {
  readonly port: number;
  readonly protocol: Protocol;
  /** Port on 127.0.0.1 of the host; absent: not reachable from the host. */
  readonly publishedPort?: number;
}

export type Protocol = "http" | "https" | "mysql" | "group-replication";

/** One server. Its id is a contract: Terraform addresses, container names and anchors are made of it. */
export interface Component {
  readonly id: string;
  readonly role: Role;
  /** 1 for the first of its role. */
  readonly ordinal: number;
  readonly group: string;
  /** The machine that it runs on: what fails with it. */
  readonly host: string;
  readonly networks: readonly NetworkId[];
  readonly ports: readonly Port[];
  readonly memoryMb: number;
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

/** Components that stand in for each other. */
export interface Group {
  readonly id: string;
  readonly role: Role;
  readonly members: readonly string[];
  /** any: one living member is enough. majority: more than half of them must live. */
  readonly rule: "any" | "majority";
  /** How many may fail at once before the group does. */
  readonly mayFail: number;
}

/** The whole stack as plain, frozen, JSON-serializable data. */
export interface Topology {
  readonly name: string;
  readonly target: Target;
  readonly networks: readonly Network[];
  readonly components: readonly Component[];
  readonly links: readonly Link[];
  readonly groups: readonly Group[];
}
