/**
 * Sets of global transaction identifiers (GTIDs) as MySQL prints them, tagged ones (`uuid:tag:1-5`) included.
 * Keys are `uuid` or `uuid:tag` in lower case; intervals are sorted, disjoint and not adjacent.
 */
export type GtidSet = ReadonlyMap<string, readonly Interval[]>;

interface Interval {
  readonly first: number;
  /** The last number of the interval itself, as in `1-5`. */
  readonly last: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INTERVAL = /^([0-9]+)(?:-([0-9]+))?$/;
const TAG = /^[a-z_][a-z0-9_]{0,31}$/;

export const NO_TRANSACTIONS: GtidSet = new Map();

/** Reads a set as in `@@gtid_executed`. Throws on text that is no GTID set. */
export function parseGtidSet(text: string): GtidSet {
  const found = new Map<string, Interval[]>();
  for (const entry of text.toLowerCase().replace(/\s/g, "").split(",")) {
    if (entry === "") continue;
    const [uuid = "", ...parts] = entry.split(":");
    if (!UUID.test(uuid)) throw new Error(`not a GTID set: ${text}`);
    let key = uuid;
    for (const part of parts) {
      const numbers = INTERVAL.exec(part);
      if (numbers) {
        const first = Number(numbers[1]);
        const last = Number(numbers[2] ?? numbers[1]);
        found.set(key, [...(found.get(key) ?? []), { first, last }]);
      } else if (TAG.test(part)) key = `${uuid}:${part}`;
      else throw new Error(`not a GTID set: ${text}`);
    }
  }
  return normalized(found);
}

/** The set in MySQL's notation, sorted, one entry for each uuid and tag. */
export function formatGtidSet(set: GtidSet): string {
  const entries = [...set].sort(([a], [b]) => (a < b ? -1 : 1));
  return entries
    .map(([key, intervals]) =>
      [key, ...intervals.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))].join(
        ":",
      ),
    )
    .join(",");
}

export function union(...sets: readonly GtidSet[]): GtidSet {
  const all = new Map<string, Interval[]>();
  for (const set of sets)
    for (const [key, intervals] of set) all.set(key, [...(all.get(key) ?? []), ...intervals]);
  return normalized(all);
}

/** What is in `from` and not in `taken`. */
export function subtract(from: GtidSet, taken: GtidSet): GtidSet {
  const left = new Map<string, Interval[]>();
  for (const [key, intervals] of from) {
    const holes = taken.get(key) ?? [];
    left.set(
      key,
      intervals.flatMap((interval) => withoutHoles(interval, holes)),
    );
  }
  return normalized(left);
}

export function contains(whole: GtidSet, part: GtidSet): boolean {
  return subtract(part, whole).size === 0;
}

/** How many transactions are in the set. */
export function count(set: GtidSet): number {
  let total = 0;
  for (const intervals of set.values()) for (const { first, last } of intervals) total += last - first + 1;
  return total;
}

function withoutHoles(interval: Interval, holes: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let first = interval.first;
  for (const hole of holes) {
    if (hole.last < first || hole.first > interval.last) continue;
    if (hole.first > first) left.push({ first, last: hole.first - 1 });
    first = hole.last + 1;
  }
  if (first <= interval.last) left.push({ first, last: interval.last });
  return left;
}

function normalized(set: ReadonlyMap<string, readonly Interval[]>): GtidSet {
  const result = new Map<string, readonly Interval[]>();
  for (const [key, intervals] of set) {
    const merged: Interval[] = [];
    for (const next of [...intervals].sort((a, b) => a.first - b.first)) {
      const previous = merged.at(-1);
      if (next.last < next.first) continue;
      if (previous && next.first <= previous.last + 1)
        merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, next.last) };
      else merged.push(next);
    }
    if (merged.length > 0) result.set(key, merged);
  }
  return result;
}
