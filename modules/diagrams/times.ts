import type { Target } from "../topology/index.ts";

/** How long something takes, and how that is known. */
export interface Duration {
  readonly ms: number;
  readonly how: "measured" | "configured" | "documented";
}

/** The times that the failure diagrams show; what is absent is shown as not measured. */
export interface FailureTimes {
  /** Between two health checks of a web node. */
  readonly webCheck?: Duration;
  /** From a web node's death until no request is sent to it. */
  readonly webOut?: Duration;
  /** From the primary's crash until a write is taken again. */
  readonly primaryReplaced?: Duration;
  /** From the crash of all database servers until a write is taken again. */
  readonly firstWriteAfterRestart?: Duration;
  /** From the same until every server is back. */
  readonly allBack?: Duration;
}

/**
 * What is known without a drill. Local: the balancer's and routers' own settings, and the replication group as measured
 * on two cores. Cloud: nothing has been measured.
 */
export const knownFailureTimes: Readonly<Record<Target, FailureTimes>> = {
  local: {
    webCheck: { ms: 200, how: "configured" },
    webOut: { ms: 340, how: "measured" },
    primaryReplaced: { ms: 6_900, how: "measured" },
    firstWriteAfterRestart: { ms: 2_400, how: "measured" },
    allBack: { ms: 9_000, how: "measured" },
  },
  cloud: {},
};

/** `6.9 s (measured)`, `200 ms (configured)`; what isn't known is shown as such. */
export function durationText(duration: Duration | undefined): string {
  if (duration === undefined) return "a time not measured yet";
  const { ms, how } = duration;
  const text = ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`;
  return `${text} (${how})`;
}
