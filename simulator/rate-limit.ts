/** How much of the hour's allowance of requests is used up. */
export interface Allowance {
  readonly used: number;
  /** When the hour ends, in milliseconds since the epoch. */
  readonly endsAt: number;
}

const HOUR_MS = 3_600_000;

export const unusedAllowance: Allowance = { used: 0, endsAt: 0 };

/** The allowance after one more request. */
export function useOne({ used, endsAt }: Allowance, now: number): Allowance {
  return now < endsAt ? { used: used + 1, endsAt } : { used: 1, endsAt: now + HOUR_MS };
}

/** The headers in which the API reports how many requests are left. */
export function rateLimitHeaders(
  { used, endsAt }: Allowance,
  requestsPerHour: number,
): Readonly<Record<string, string>> {
  return {
    "ratelimit-limit": String(requestsPerHour),
    "ratelimit-remaining": String(Math.max(0, requestsPerHour - used)),
    "ratelimit-reset": String(Math.ceil(endsAt / 1000)),
  };
}
