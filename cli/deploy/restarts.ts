import type { EngineObjects } from "./engine.ts";

/** How often the engine has restarted a container. */
export interface RestartCount {
  readonly id: string;
  readonly name: string;
  /** Since it was made, by its restart policy. */
  readonly restarts: number;
  /** Of its last run. */
  readonly exitCode: number;
}

/** A new container that a crash or a slow start restarts once or twice still comes up. */
const leastRestarts = 4;
/** One that was there before may be about to start well: its cause may be gone since its last try. */
const leastFurtherRestarts = 2;

/**
 * A container that restarts over and over, of those that were seen now.
 * @param before counts when the watch began; a container that is not among them is new
 */
export function restartingContainer(
  before: ReadonlyMap<string, number>,
  now: readonly RestartCount[],
): RestartCount | undefined {
  return now.find(
    ({ id, restarts }) =>
      restarts >= leastRestarts && restarts - (before.get(id) ?? 0) >= leastFurtherRestarts,
  );
}

/** What `up` ends with. @param lines the last that the container wrote */
export function restartingText({ name, restarts, exitCode }: RestartCount, lines: readonly string[]): string {
  const times = `Container ${name} restarts over and over: ${restarts} times, the last with exit code ${exitCode}.`;
  const wrote =
    lines.length === 0 ? ["It wrote nothing."] : ["Its last lines:", ...lines.map((line) => `  | ${line}`)];
  return [times, ...wrote].join("\n");
}

/** A container that doesn't do its work. */
export interface FailingContainer {
  readonly name: string;
  /** As `docker ps` shows it, e.g. `Restarting (1) 5 seconds ago`. */
  readonly status: string;
  readonly isRestarting: boolean;
}

/**
 * Those that restart over and over, are unhealthy, or don't run; one whose health isn't known yet is none of them.
 * @param restarts how often the engine has restarted each, by id: one that has just been restarted is up for a moment
 */
export function failingContainers(
  { containers }: EngineObjects,
  restarts: ReadonlyMap<string, number>,
): FailingContainer[] {
  return containers.flatMap(({ id, name, status }) => {
    const count = restarts.get(id) ?? 0;
    if (count >= leastRestarts && isJustUp.test(status))
      return [{ name, status: `${status}, restarted ${count} times`, isRestarting: true }];
    const isFailing = !status.startsWith("Up ") || /\((unhealthy|Paused)\)/.test(status);
    return isFailing ? [{ name, status, isRestarting: status.startsWith("Restarting") }] : [];
  });
}

/** Docker's words for less than a minute, of a container that isn't healthy yet. */
const isJustUp = /^Up (Less than a second|\d+ seconds?)(?!.*\(healthy\))/;
