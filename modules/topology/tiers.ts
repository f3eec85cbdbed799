import type { Component, Group, Link, NetworkId, Port, Purpose, Role, Topology } from "./types.ts";

/** The component that represents everyone who uses the site. */
export const clientId = "client";

/** Components of one role that replace each other. */
export interface Tier<R extends Role, N extends NetworkId> {
  readonly role: R;
  readonly count: number;
  readonly networks: readonly N[];
  readonly ports: readonly Port[];
  readonly memoryMb: number;
  readonly size?: string;
  readonly rule: Group["rule"];
}

/** `web-2` for the second web node. */
export function componentId(role: Role, ordinal: number): string {
  return `${role}-${ordinal}`;
}

/** Ids of the components of a role, in order. */
export function componentIds(topology: Topology, role: Role): string[] {
  return topology.components.flatMap((component) => (component.role === role ? [component.id] : []));
}

export function planClient(): Component<"client", never> {
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

/** A tier's components; `hostOf` names the machine of each. */
export function members<R extends Role, N extends NetworkId>(
  tier: Tier<R, N>,
  hostOf: (id: string) => string,
): Component<R, N>[] {
  return Array.from({ length: tier.count }, (_, index) => {
    const id = componentId(tier.role, index + 1);
    return {
      id,
      role: tier.role,
      ordinal: index + 1,
      group: tier.role,
      host: hostOf(id),
      networks: [...tier.networks],
      ports: tier.ports.map((port) => ({ ...port })),
      memoryMb: tier.memoryMb,
      ...(tier.size === undefined ? {} : { size: tier.size }),
    };
  });
}

export function planGroup<R extends Role>(tier: Tier<R, NetworkId>): Group<R> {
  return {
    id: tier.role,
    role: tier.role,
    members: Array.from({ length: tier.count }, (_, index) => componentId(tier.role, index + 1)),
    rule: tier.rule,
    mayFail: tier.rule === "any" ? tier.count - 1 : Math.ceil(tier.count / 2) - 1,
  };
}

/** Links from each to each other one, to a port that the targets listen on; none where they don't. */
export function connect(
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

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
