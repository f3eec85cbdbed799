/** How often and how patiently a request is repeated. */
export interface RetryLimits {
  /** Repetitions after the first attempt. */
  readonly most: number;
  readonly shortestWaitMs: number;
  readonly longestWaitMs: number;
  /** No attempt begins later than this after the first one. @default none */
  readonly budgetMs?: number;
}

/** What came of an attempt that may be worth another one. */
export interface Attempt {
  /** The answer's status; null where none came. */
  readonly status: number | null;
  readonly retryAfter: string | null;
  /** When requests are allowed again, in seconds since the epoch: the header RateLimit-Reset. */
  readonly rateLimitReset?: string | null;
}

/** True for an answer that another attempt may change: too many requests, or a failure on the API's side. */
export function isPassing(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/**
 * How long to wait before the next attempt, in ms: what the API asks for in Retry-After; else until the limit of
 * requests is reset, if that is not further off than the longest wait; else twice as long each time. `attempt` counts
 * from 0, `nowMs` is the time since the epoch.
 */
export function retryWaitMs(
  attempt: number,
  { status, retryAfter, rateLimitReset }: Attempt,
  limits: RetryLimits,
  nowMs: number = Date.now(),
): number {
  const askedS = Number(retryAfter ?? Number.NaN);
  if ((status === 429 || status === 503) && askedS >= 0) return askedS * 1000;
  const untilResetMs = Number(rateLimitReset ?? Number.NaN) * 1000 - nowMs;
  if (status === 429 && untilResetMs > 0 && untilResetMs <= limits.longestWaitMs) return untilResetMs;
  return Math.min(limits.shortestWaitMs * 2 ** attempt, limits.longestWaitMs);
}
