import { Failure } from "../../modules/failures/index.ts";
import type { BenchProject } from "./bench-project.ts";

export interface Patience {
  readonly timeoutMs: number;
  readonly pauseMs: number;
}

/**
 * Asks for the names of what is not healthy until there are none.
 * @throws Failure when the time is over, with those names
 */
export async function untilAllHealthy(
  project: BenchProject,
  findUnhealthy: () => Promise<readonly string[]>,
  { timeoutMs, pauseMs }: Patience,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const unhealthy = await findUnhealthy();
    if (unhealthy.length === 0) return;
    if (Date.now() > deadline) throw new Failure("benchmark-failed", `Not healthy: ${unhealthy.join(", ")}`);
    await project.pause(pauseMs);
  }
}
