import type { AgentStatus, LoadProgress } from "../../modules/database/index.ts";

/** What is known of the load of the init SQL. */
export type Load =
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "loading"; readonly progress: LoadProgress | undefined }
  | { readonly state: "other" };

/** How a wait for the site stands. */
export interface Waited {
  readonly outcome:
    | { readonly kind: "waits" | "serves" | "given-up" }
    | { readonly kind: "load-failed"; readonly message: string };
  readonly notLoadingSinceMs: number;
  readonly failedSinceMs: number | undefined;
}

/** Time for the first start of the replication group, with a margin for a slow machine; measured: 8 s. */
export const serveTimeoutMs = 120_000;
/** A primary with corrected SQL reports the failure of the load before, until it begins its own: within a second, measured. */
const believeFailureAfterMs = 3_000;

export function startWaiting(nowMs: number): Waited {
  return { outcome: { kind: "waits" }, notLoadingSinceMs: nowMs, failedSinceMs: undefined };
}

/** What follows from another look. While the database is loaded, time doesn't count. */
export function goOnWaiting(
  before: Waited,
  { site, load }: { readonly site: string; readonly load: Load },
  nowMs: number,
): Waited {
  const notLoadingSinceMs = load.state === "loading" ? nowMs : before.notLoadingSinceMs;
  const failedSinceMs = load.state === "failed" ? (before.failedSinceMs ?? nowMs) : undefined;
  const outcome = (): Waited["outcome"] => {
    if (site === "serves") return { kind: "serves" };
    if (load.state === "failed" && nowMs - (failedSinceMs ?? nowMs) > believeFailureAfterMs)
      return { kind: "load-failed", message: load.message };
    return { kind: nowMs - notLoadingSinceMs > serveTimeoutMs ? "given-up" : "waits" };
  };
  return { outcome: outcome(), notLoadingSinceMs, failedSinceMs };
}

/** What the members report of the load. */
export function loadOf(members: readonly AgentStatus[]): Load {
  const primary = members.find(({ role }) => role === "PRIMARY");
  if (primary?.init.state === "failed") return { state: "failed", message: primary.init.message };
  if (primary?.init.state === "loading")
    return { state: "loading", progress: primary.loadProgress ?? undefined };
  return { state: "other" };
}
