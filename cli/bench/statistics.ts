/** The middle of the values, or the mean of the two in the middle. @throws RangeError where there is none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("no values, so no median");
  return (lower + upper) / 2;
}

/**
 * Each value against the one that was measured beside it: on a machine with other work, what slows one of a pair
 * slows the other too. @throws RangeError where one has no partner, or one to divide by is 0
 */
export function pairedRatios(values: readonly number[], against: readonly number[]): number[] {
  if (values.length !== against.length)
    throw new RangeError(`${values.length} values, but ${against.length} to set them against`);
  return values.map((value, index) => {
    const other = against[index];
    if (other === undefined || other === 0) throw new RangeError("a ratio to nothing");
    return value / other;
  });
}
