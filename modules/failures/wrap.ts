/**
 * Breaks lines that are longer than `width` between words; continuation lines are indented by two more than their line. A word
 * that is longer than a line, such as a path, stays whole, so that it can be copied. Lines of output that a program
 * drew itself (`| ...`) are left alone.
 */
export function wrapLines(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => (line.length <= width || /^\s*\|/.test(line) ? [line] : wrapLine(line, width)))
    .join("\n");
}

function wrapLine(line: string, width: number): string[] {
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(/ +/)) {
    const isFirst = current.trim() === "";
    if (!isFirst && current.length + 1 + word.length > width) {
      lines.push(current);
      current = `${indent}  ${word}`;
    } else current = isFirst ? `${current}${word}` : `${current} ${word}`;
  }
  return [...lines, current];
}
