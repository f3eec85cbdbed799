import type { Call } from "./call.ts";
import type { Work } from "./pace.ts";
import type { State } from "./state.ts";

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

export type Fate = "ready" | CreationFault["outcome"];

export function statusAt<From extends string, To extends string>(
  { from, to, at }: Transition<From, To>,
  now: number,
): From | To {
  return at !== null && now >= at ? to : from;
}

export function isDone({ at }: Transition, now: number): boolean {
  return at !== null && now >= at;
}

/** A change that takes as long as this kind of work does. */
export function begin<From extends string, To extends string>(
  call: Pick<Call, "now" | "pace">,
  work: Work,
  from: From,
  to: To,
): Transition<From, To> {
  return { from, to, at: call.now + call.pace[work] };
}

/** How the next creation of a kind ends, and the state with one less fault. */
export function takeFate(state: State, creation: Creation): { readonly state: State; readonly fate: Fate } {
  const fault = state.creationFaults.find((each) => each.creation === creation);
  if (fault === undefined) return { state, fate: "ready" };
  const others = state.creationFaults.filter((each) => each !== fault);
  const left = fault.count > 1 ? [{ ...fault, count: fault.count - 1 }, ...others] : others;
  return { state: { ...state, creationFaults: left }, fate: fault.outcome };
}

/** A creation's way to readiness under its fate: `failed` is the status of one that ends in an error. */
export function beginCreation<From extends string, To extends string, Failed extends string>(
  call: Pick<Call, "now" | "pace">,
  work: Work,
  fate: Fate,
  from: From,
  to: To,
  failed: Failed,
): Transition<From, To | Failed> {
  if (fate === "stuck") return { from, to, at: null };
  return begin(call, work, from, fate === "fails" ? failed : to);
}
