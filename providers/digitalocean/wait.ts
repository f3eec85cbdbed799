import { setTimeout as delay } from "node:timers/promises";
import { ApiFailure } from "./api.ts";

const SHORTEST_MS = 100;
const LONGEST_MS = 2000;

/**
 * Asks again and again, ever more slowly (100 ms to 2 s), until the probe gives something else than null.
 * Ends with the signal.
 */
export async function waitFor<Found>(
  signal: AbortSignal,
  probe: () => Promise<Found | null>,
): Promise<Found> {
  for (let waitMs = SHORTEST_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_MS)) {
    const answer = await probe();
    if (answer !== null) return answer;
    await delay(waitMs, undefined, { signal });
  }
}

/** Repeats a request that is refused while something else still has to let go, e.g. of a VPC with members. */
export async function untilFree(
  signal: AbortSignal,
  isBusy: (failure: ApiFailure) => boolean,
  request: () => Promise<void>,
): Promise<void> {
  let refusal: ApiFailure | null = null;
  try {
    await waitFor(signal, async () => {
      try {
        await request();
        return true;
      } catch (thrown) {
        if (!(thrown instanceof ApiFailure) || !isBusy(thrown)) throw thrown;
        refusal = thrown;
        return null;
      }
    });
  } catch (thrown) {
    // The refusal explains more than a time-out would.
    throw signal.aborted && refusal !== null ? refusal : thrown;
  }
}
