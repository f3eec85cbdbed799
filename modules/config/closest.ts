/** The candidate that differs from `word` in the fewest letters, if that is at most a third of them. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const [first] = ranked(word, candidates);
  if (first === undefined) return undefined;
  return first.distance <= Math.max(1, Math.floor(first.candidate.length / 3)) ? first.candidate : undefined;
}

/** The `count` candidates that differ from `word` in the fewest letters, nearest first. */
export function nearest(word: string, candidates: readonly string[], count: number): string[] {
  return ranked(word, candidates)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function ranked(word: string, candidates: readonly string[]) {
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
}

/** Number of letters to insert, remove, change, or swap with the next one (Damerau). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwapped ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
