import type { AccountObject } from "../cloud-plan/index.ts";
import type { Probe } from "./probe.ts";
import type { Changes } from "./workspace.ts";

export type StepId = "create" | "plan" | "roll" | "scale-up" | "scale-down" | "destroy" | "list";

/** What was done and seen in one step. */
export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly seconds: number;
  readonly seen: string;
  readonly isGood: boolean;
}

type Measured = { readonly seconds: number };

export function created({ seconds, add }: Measured & Changes): Step {
  return { id: "create", title: "create", seconds, seen: `${add} resources`, isGood: add > 0 };
}

export function plannedAgain({ seconds, add, change, remove }: Measured & Changes): Step {
  const isGood = add + change + remove === 0;
  const seen = isGood ? "no changes" : `would add ${add}, change ${change}, remove ${remove}`;
  return { id: "plan", title: "plan again", seconds, seen, isGood };
}

/** A change of the app replaces every web node, and no visitor notices. */
export function rolled(measured: Measured & Probe, nodes: number): Step {
  const { seconds, failed, nodes: names } = measured;
  const isGood = failed === 0 && names.length === 2 * nodes;
  const seen = `${probeText(measured)}; ${names.length} web nodes served, old and new`;
  return { id: "roll", title: "change the app", seconds, seen, isGood };
}

export function scaled(id: "scale-up" | "scale-down", measured: Measured & Probe, to: number): Step {
  return {
    id,
    title: `scale to ${to} web nodes`,
    seconds: measured.seconds,
    seen: probeText(measured),
    isGood: measured.failed === 0,
  };
}

export function destroyed({ seconds, remove }: Measured & Changes): Step {
  return { id: "destroy", title: "destroy", seconds, seen: `${remove} resources`, isGood: remove > 0 };
}

export function listed({ seconds }: Measured, left: readonly AccountObject[]): Step {
  const isGood = left.length === 0;
  const seen = isGood
    ? "nothing is left"
    : `left: ${left.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`;
  return { id: "list", title: "list the account", seconds, seen, isGood };
}

function probeText({ answered, failed }: Probe): string {
  return `${answered} requests answered, ${failed} failed`;
}
