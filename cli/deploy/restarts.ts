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
