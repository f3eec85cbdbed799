import {
  analyzeAvailability,
  type Failure,
  type Service,
  singlePointsOfFailure,
  type Topology,
} from "../../modules/topology/index.ts";

/** What a visitor notices. survives: nothing. degraded: pages are read, nothing is saved. down: no page. */
export type Verdict = "survives" | "degraded" | "down";

export function verdictOf({ canRead, canWrite }: Service): Verdict {
  if (canRead && canWrite) return "survives";
  return canRead ? "degraded" : "down";
}

export interface FailureRow extends Failure {
  readonly verdict: Verdict;
  readonly isSinglePoint: boolean;
}

/** The computed analysis of a stack, worst first, in the stack's order among equals. */
export function failureRows(topology: Topology): readonly FailureRow[] {
  const singlePoints = new Set(singlePointsOfFailure(topology).map(({ lost }) => lost));
  const severity: Readonly<Record<Verdict, number>> = { down: 0, degraded: 1, survives: 2 };
  return analyzeAvailability(topology)
    .map((failure) => ({
      ...failure,
      verdict: verdictOf(failure),
      isSinglePoint: singlePoints.has(failure.lost),
    }))
    .sort((a, b) => severity[a.verdict] - severity[b.verdict]);
}

/**
 * One loss of each kind: the first component of each role, the majority, the region. A machine with everything on it
 * makes no picture: nothing is left to see.
 */
export function typicalLosses(topology: Topology): readonly Failure[] {
  const firstOfRole = new Set(topology.groups.map(({ members }) => members[0]));
  return analyzeAvailability(topology).filter(
    ({ kind, lost }) => (kind === "component" && firstOfRole.has(lost)) || kind === "majority",
  );
}
