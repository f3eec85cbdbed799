import { createHash } from "node:crypto";
import type { Action } from "./resources/actions.ts";
import type { AlertPolicy } from "./resources/alert-policies.ts";
import type { AutoscalePool } from "./resources/autoscale-pools.ts";
import type { Certificate } from "./resources/certificates.ts";
import type { Cluster } from "./resources/database-clusters.ts";
import type { Replica } from "./resources/database-replicas.ts";
import type { Domain } from "./resources/domains.ts";
import type { Droplet } from "./resources/droplets.ts";
import type { Firewall } from "./resources/firewalls.ts";
import type { LoadBalancer } from "./resources/load-balancers.ts";
import type { Assignment, Project } from "./resources/projects.ts";
import type { SshKey } from "./resources/ssh-keys.ts";
import type { Tag } from "./resources/tags.ts";
import type { UptimeCheck } from "./resources/uptime-checks.ts";
import type { Vpc } from "./resources/vpcs.ts";
import type { CreationFault } from "./transition.ts";

export type Table<T> = Readonly<Record<string, T>>;

/** The account with all that is in it. Plain data: it can be written to a file and read back. */
export interface State {
  /** How many ids have been given out. */
  readonly serial: number;
  readonly creationFaults: readonly CreationFault[];
  readonly vpcs: Table<Vpc>;
  readonly tags: Table<Tag>;
  readonly sshKeys: Table<SshKey>;
  readonly droplets: Table<Droplet>;
  readonly actions: Table<Action>;
  readonly loadBalancers: Table<LoadBalancer>;
  readonly firewalls: Table<Firewall>;
  readonly certificates: Table<Certificate>;
  readonly domains: Table<Domain>;
  readonly clusters: Table<Cluster>;
  readonly replicas: Table<Replica>;
  readonly projects: Table<Project>;
  /** By urn: which project a resource is in. */
  readonly assignments: Table<Assignment>;
  readonly alertPolicies: Table<AlertPolicy>;
  readonly uptimeChecks: Table<UptimeCheck>;
  readonly pools: Table<AutoscalePool>;
}

/** The project that every account has from its first day. */
export const DEFAULT_PROJECT_ID = uuidOf(0);

/** An account on its first day: one default project, nothing else. */
export function emptyState(now: number): State {
  const project: Project = {
    id: DEFAULT_PROJECT_ID,
    name: "first-project",
    description: "Update your project information under Settings",
    purpose: "Just trying out DigitalOcean",
    environment: "Development",
    is_default: true,
    created_at: timeText(now),
    updated_at: timeText(now),
  };
  return {
    serial: 0,
    creationFaults: [],
    vpcs: {},
    tags: {},
    sshKeys: {},
    droplets: {},
    actions: {},
    loadBalancers: {},
    firewalls: {},
    certificates: {},
    domains: {},
    clusters: {},
    replicas: {},
    projects: { [project.id]: project },
    assignments: {},
    alertPolicies: {},
    uptimeChecks: {},
    pools: {},
  };
}

export function put<T>(table: Table<T>, key: string | number, row: T): Table<T> {
  return { ...table, [key]: row };
}

export function without<T>(table: Table<T>, ...keys: readonly (string | number)[]): Table<T> {
  const left = { ...table };
  for (const key of keys) delete left[key];
  return left;
}

/** Each row as `change` makes it; the table itself where nothing changed. */
export function mapRows<T>(table: Table<T>, change: (row: T) => T): Table<T> {
  const entries = Object.entries(table).map(([key, row]) => [key, row, change(row)] as const);
  return entries.every(([, before, after]) => before === after)
    ? table
    : Object.fromEntries(entries.map(([key, , after]) => [key, after]));
}

/** The next serial number, of which ids are made. */
export function nextSerial(state: State): { readonly state: State; readonly serial: number } {
  const serial = state.serial + 1;
  return { state: { ...state, serial }, serial };
}

/** The API numbers droplets, actions, keys and records. */
export function numberOf(serial: number): number {
  return 500_000_000 + serial;
}

/** The same serial gives the same id, so that a run can be repeated. */
export function uuidOf(serial: number): string {
  const hex = digestOf(`id ${serial}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Hexadecimal digits that look random and depend on nothing but the text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(`lampstand simulator ${text}`).digest("hex");
}

/** A time as the API writes it: whole seconds, UTC. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
