/** The width of a terminal where nobody has changed it. */
const LINE_CHARACTERS = 80;
const WIDE_GAP = 2;

/**
 * Plain text with aligned columns, one line a row, no newline at the end. Columns are as wide as their widest cell
 * and two spaces apart; one space where only that keeps lines within 80 characters. Nothing is cut off.
 *
 * @throws RangeError when a row has more or fewer cells than the header.
 */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const odd = rows.find((row) => row.length !== header.length);
  if (odd !== undefined) {
    throw new RangeError(
      `A row has ${odd.length} cells; the header has ${header.length}: ${odd.join(" | ")}`,
    );
  }
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => length(cells[column] ?? ""))));
  const cellCharacters = widths.reduce((sum, width) => sum + width, 0);
  const fitsWide = cellCharacters + WIDE_GAP * (widths.length - 1) <= LINE_CHARACTERS;
  const gap = " ".repeat(fitsWide ? WIDE_GAP : 1);
  return lines.map((cells) => renderLine(cells, widths, gap)).join("\n");
}

function renderLine(cells: readonly string[], widths: readonly number[], gap: string): string {
  const padded = cells.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - length(cell)));
  return padded.join(gap).trimEnd();
}

function length(text: string): number {
  return [...text].length;
}
