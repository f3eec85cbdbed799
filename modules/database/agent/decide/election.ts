import { contains, formatGtidSet, type GtidSet, subtract, union } from "./gtid.ts";

/** A member's transactions: those that it executed, and all that it knows (executed or only received). */
export interface Holdings {
  readonly executed: GtidSet;
  readonly known: GtidSet;
}

export type Election =
  | { readonly kind: "elected"; readonly node: string }
  /** No member holds what all hold together. */
  | { readonly kind: "divergent"; readonly detail: string };

/**
 * Who has to bootstrap a group that no member is in: one that knows every transaction that any of them knows,
 * so that no acknowledged write is lost. Among several, one that has them applied already, then the first in order.
 * Every member comes to the same result from the same holdings.
 */
export function elect(members: readonly string[], holdings: ReadonlyMap<string, Holdings>): Election {
  const all = union(...[...holdings.values()].map((each) => each.known));
  const complete = members.filter((node) => contains(holdings.get(node)?.known ?? new Map(), all));
  const applied = complete.find((node) => contains(holdings.get(node)?.executed ?? new Map(), all));
  const node = applied ?? complete[0];
  if (node !== undefined) return { kind: "elected", node };
  const missing = [...holdings].map(
    ([each, { known }]) => `${each} lacks ${formatGtidSet(subtract(all, known))}`,
  );
  return { kind: "divergent", detail: missing.join("; ") };
}
