import type { Action, AutoscalePool, Droplet, SshKey, Tag } from "./compute.ts";
import type { Cluster, Replica } from "./databases.ts";
import { timeText, uuidOf } from "./ids.ts";
import type { LoadBalancer } from "./load-balancers.ts";
import type { AlertPolicy, UptimeCheck } from "./monitoring.ts";
import type { Certificate, Domain, Firewall, Vpc } from "./networks.ts";
import type { Assignment, Project } from "./projects.ts";
import type { Table } from "./tables.ts";
import type { Creation, CreationFault, CreationOutcome } from "./transition.ts";

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

/** The next serial number, of which ids are made. */
export function nextSerial(state: State): { readonly state: State; readonly serial: number } {
  const serial = state.serial + 1;
  return { state: { ...state, serial }, serial };
}

/** How the next creation of a kind ends, and the state with one less fault. */
export function takeOutcome(
  state: State,
  creation: Creation,
): { readonly state: State; readonly outcome: CreationOutcome } {
  const fault = state.creationFaults.find((each) => each.creation === creation);
  if (fault === undefined) return { state, outcome: "ready" };
  const others = state.creationFaults.filter((each) => each !== fault);
  const left = fault.count > 1 ? [{ ...fault, count: fault.count - 1 }, ...others] : others;
  return { state: { ...state, creationFaults: left }, outcome: fault.outcome };
}
