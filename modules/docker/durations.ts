/**
 * A duration as Go prints it, e.g. `1m30s`, `500ms`. The Docker provider compares texts:
 * any other spelling of the same time is planned as a change for ever.
 */
export function goDuration(milliseconds: number): string {
  if (!Number.isInteger(milliseconds) || milliseconds < 0)
    throw new RangeError(`a duration is a whole number of milliseconds, 0 or more; got ${milliseconds}`);
  if (milliseconds === 0) return "0s";
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = `${(milliseconds % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
