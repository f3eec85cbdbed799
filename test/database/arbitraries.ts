import fc from "fast-check";

const UUIDS = ["4c616d70-7374-4e64-8d64-617461626173", "00000000-0000-4000-8000-00000000000a"];

/** Text of a GTID set in MySQL's notation, tagged ones included, with overlaps and in any order. */
export function gtidText(): fc.Arbitrary<string> {
  const interval = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 8 }))
    .map(([first, more]) => (more === 0 ? `${first}` : `${first}-${first + more}`));
  const entry = fc
    .tuple(
      fc.constantFrom(...UUIDS),
      fc.array(interval, { minLength: 1, maxLength: 4 }),
      fc.option(fc.tuple(fc.constantFrom("audit", "x"), fc.array(interval, { minLength: 1, maxLength: 2 }))),
    )
    .map(([uuid, intervals, tagged]) => [uuid, ...intervals, ...(tagged ? tagged.flat() : [])].join(":"));
  return fc.array(entry, { maxLength: 4 }).map((entries) => entries.join(","));
}
