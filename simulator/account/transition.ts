import type { Pace, Work } from "../pace.ts";

/** A status that changes by itself. Nothing runs in the background: it is read off the clock. */
export interface Transition<From extends string = string, To extends string = string> {
  readonly from: From;
  readonly to: To;
  /** Milliseconds since the epoch; null: never. */
  readonly at: number | null;
}

/** The kinds of resource whose creation can be made to go wrong. */
export type Creation = "droplet" | "load_balancer" | "database" | "replica" | "autoscale_pool";

export const CREATIONS: readonly Creation[] = [
  "droplet",
  "load_balancer",
  "database",
  "replica",
  "autoscale_pool",
];

/** stuck: it never gets ready. fails: it ends in an error. */
export interface CreationFault {
  readonly creation: Creation;
  readonly outcome: "stuck" | "fails";
  /** How many creations are still to go wrong. */
  readonly count: number;
}

export type CreationOutcome = "ready" | CreationFault["outcome"];

export function statusAt<From extends string, To extends string>(
  { from, to, at }: Transition<From, To>,
  now: number,
): From | To {
  return at !== null && now >= at ? to : from;
}

export function isDone({ at }: Transition, now: number): boolean {
  return at !== null && now >= at;
}

/** The time now, and how long each kind of work takes. */
interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly pace: Pace;
}

/** A change that takes as long as this kind of work does. */
export function begin<From extends string, To extends string>(
  call: Clock,
  work: Work,
  from: From,
  to: To,
): Transition<From, To> {
  return { from, to, at: call.now + call.pace[work] };
}

/** A creation's way to readiness under its outcome: `failed` is the status of one that ends in an error. */
export function beginCreation<From extends string, To extends string, Failed extends string>(
  call: Clock,
  work: Work,
  outcome: CreationOutcome,
  from: From,
  to: To,
  failed: Failed,
): Transition<From, To | Failed> {
  if (outcome === "stuck") return { from, to, at: null };
  return begin(call, work, from, outcome === "fails" ? failed : to);
}
