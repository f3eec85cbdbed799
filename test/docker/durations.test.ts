import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { goDuration } from "../../modules/docker/index.ts";

/** Milliseconds of a duration in Go's spelling. */
function parsed(duration: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.(\d{1,3}))?s)?$/.exec(duration);
  if (match === null) return Number(/^(\d+)ms$/.exec(duration)?.[1]);
  const [, hours = "0", minutes = "0", seconds = "0", fraction = "0"] = match;
  return (
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"))
  );
}

test("durations are spelled as Go spells them", () => {
  const spellings: readonly (readonly [number, string])[] = [
    [0, "0s"],
    [1, "1ms"],
    [999, "999ms"],
    [1000, "1s"],
    [1001, "1.001s"],
    [1500, "1.5s"],
    [59_999, "59.999s"],
    [60_000, "1m0s"],
    [60_050, "1m0.05s"],
    [90_000, "1m30s"],
    [3_599_999, "59m59.999s"],
    [3_600_000, "1h0m0s"],
    [5_400_000, "1h30m0s"],
    [90_061_001, "25h1m1.001s"],
  ];
  for (const [milliseconds, spelling] of spellings) assert.equal(goDuration(milliseconds), spelling);
});

test("a duration reads back as the same milliseconds", () => {
  const milliseconds = fc.oneof(fc.nat(100_000), fc.nat(100_000_000), fc.maxSafeNat());
  fc.assert(fc.property(milliseconds, (given) => assert.equal(parsed(goDuration(given)), given)));
});

test("what is no whole number of milliseconds is refused", () => {
  for (const given of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(
      () => goDuration(given),
      new RangeError(`a duration is a whole number of milliseconds, 0 or more; got ${given}`),
    );
});
