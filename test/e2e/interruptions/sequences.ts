import fc from "fast-check";
import { type Target, targets } from "./process-tree.ts";

export const operations = ["deploy", "edit", "scale", "removal"] as const;
export type Operation = (typeof operations)[number];

/** How an operation is cut off. */
export type Cut =
  | { readonly kind: "signal"; readonly signal: "SIGHUP" | "SIGTERM" | "SIGKILL"; readonly target: Target }
  /** The terminal is closed: SIGHUP for what runs in it, and nobody takes its output. */
  | { readonly kind: "terminal" }
  /** A power failure: every process and every container ends at once. */
  | { readonly kind: "machine" };

export interface Sequence {
  readonly operation: Operation;
  readonly cut: Cut;
  /** When, as a part of the operation's duration. */
  readonly moment: number;
  /** Whether the next `up` comes at once, while what was interrupted may still be about to end. */
  readonly isHasty: boolean;
}

const cuts: readonly Cut[] = [
  ...(["SIGHUP", "SIGTERM", "SIGKILL"] as const).flatMap((signal) =>
    targets.map((target): Cut => ({ kind: "signal", signal, target })),
  ),
  { kind: "terminal" },
  { kind: "machine" },
  { kind: "machine" },
];

/** First deploys cost a removal besides, so they are rarer. */
const frequency = ["deploy", "edit", "scale", "edit", "scale", "removal", "edit", "scale"] as const;

/** At least `count` sequences with every kind of cut as often as every other, at random moments. */
export function drawSequences(seed: number, count: number): readonly Sequence[] {
  const draws = fc.sample(
    // Without a bias: a small number of examples would otherwise be all at the very beginning.
    fc.noBias(
      fc.record({
        moment: fc.integer({ min: 0, max: 1000 }),
        isHasty: fc.boolean(),
        order: fc.nat(),
      }),
    ),
    { seed, numRuns: count },
  );
  const dealt = draws.map(({ moment, isHasty, order }, n) => {
    const operation = frequency[n % frequency.length] ?? "edit";
    const cut = cuts[n % cuts.length] ?? { kind: "machine" };
    return { order, sequence: { operation, cut, moment: moment / 1000, isHasty } };
  });
  return dealt.sort((one, other) => one.order - other.order).map(({ sequence }) => sequence);
}

export function describeSequence({ operation, cut, moment, isHasty }: Sequence): string {
  const what = cut.kind === "signal" ? `${cut.signal} to the ${cut.target}` : `the ${cut.kind} goes`;
  return `${operation}, ${what} at ${Math.round(moment * 100)} %${isHasty ? ", `up` at once" : ""}`;
}
