import type { Role } from "../topology/index.ts";

/** Label names by which a stack's Docker objects are found; a contract. */
export const labelNames = {
  stack: "lampstand.stack",
  project: "lampstand.project",
  role: "lampstand.role",
  component: "lampstand.component",
  settings: "lampstand.settings",
  /** On containers that a user has added to the stack. */
  own: "lampstand.own",
} as const;

/** What an object belongs to. Objects that serve several roles have none. */
export interface Belonging {
  readonly stackName: string;
  /** The project that made it: another one may have a stack of the same name. */
  readonly projectId: string;
  readonly role?: Role;
  readonly componentId?: string;
}

export interface Label {
  readonly label: string;
  readonly value: string;
}

export function labelsOf(belonging: Belonging): Label[] {
  const values: Record<string, string | undefined> = {
    [labelNames.stack]: belonging.stackName,
    [labelNames.project]: belonging.projectId,
    [labelNames.role]: belonging.role,
    [labelNames.component]: belonging.componentId,
  };
  return Object.entries(values).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
