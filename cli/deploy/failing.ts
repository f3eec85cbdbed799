import type { EngineObjects } from "./engine.ts";

/** A container that doesn't do its work. */
export interface FailingContainer {
  readonly name: string;
  /** As `docker ps` shows it, e.g. `Restarting (1) 5 seconds ago`. */
  readonly status: string;
  readonly isRestarting: boolean;
}

/** Those that restart, are unhealthy, or don't run; one whose health isn't known yet is none of them. */
export function failingContainers({ containers }: EngineObjects): FailingContainer[] {
  return containers
    .filter(({ status }) => !status.startsWith("Up ") || /\((unhealthy|Paused)\)/.test(status))
    .map(({ name, status }) => ({ name, status, isRestarting: status.startsWith("Restarting") }));
}
