/** A bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What is said at its end beside the value; "" for nothing. */
  readonly note: string;
  /** A value to compare with, drawn as a line across the bar. */
  readonly mark?: number;
}

/** A bar in the units of the drawing, which is `chartWidth` wide. */
export interface PlacedBar extends Bar {
  readonly y: number;
  readonly width: number;
  readonly markX: number | undefined;
}

export const chartWidth = 720;
export const barHeight = 20;
/** Where bars begin: labels are on their left. */
export const barStart = 250;
/** Room for the value and the note after the longest bar. */
const endRoom = 240;
const barStep = 32;

/** Bars one below the other, the largest value or mark as long as the chart allows. */
export function placeBars(bars: readonly Bar[]): {
  readonly bars: readonly PlacedBar[];
  readonly height: number;
} {
  const largest = Math.max(...bars.flatMap(({ value, mark }) => [value, mark ?? 0]));
  const scale = (chartWidth - barStart - endRoom) / (largest || 1);
  return {
    bars: bars.map((bar, index) => ({
      ...bar,
      y: index * barStep,
      width: Math.max(1, Math.round(bar.value * scale)),
      markX: bar.mark === undefined ? undefined : barStart + Math.round(bar.mark * scale),
    })),
    height: bars.length * barStep,
  };
}
