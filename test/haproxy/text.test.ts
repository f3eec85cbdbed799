import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  dnsLabel,
  HaproxySettingError,
  quoted,
  renderSections,
  wholeNumber,
} from "../../modules/haproxy/index.ts";

/** What HAProxy reads in an argument of strong quotes and escaped single quotes. */
function read(argument: string): string {
  return argument.replaceAll(/'([^']*)'|\\(.)/g, (_match, inside = "", escaped = "") => inside + escaped);
}

function refusal(message: string): HaproxySettingError {
  return new HaproxySettingError(message);
}

const printable = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text));

test("sections come in their order, their lines indented, a blank line between them", () => {
  const text = renderSections([
    { opening: "global", lines: ["maxconn 10", "user haproxy"] },
    { opening: "defaults", lines: ["mode tcp"] },
  ]);
  assert.equal(text, "global\n    maxconn 10\n    user haproxy\n\ndefaults\n    mode tcp\n");
});

test("a section's opening that comes twice is refused", () => {
  const section = { opening: "backend web", lines: [] };
  assert.throws(() => renderSections([section, section]), refusal('section "backend web" comes twice'));
});

test("a line break in a line or an opening is refused, so no text adds a directive", () => {
  for (const section of [
    { opening: "global", lines: ["user a\nuser root"] },
    { opening: "global\nuser root", lines: [] },
  ])
    assert.throws(() => renderSections([section]), /holds a control character/);
});

test("HAProxy reads a quoted text as it was given", () => {
  assert.equal(quoted("it's $HOME \\n #1"), "'it'\\''s $HOME \\n #1'");
  fc.assert(fc.property(printable, (text) => assert.equal(read(quoted(text)), text)));
});

test("a control character is not quoted but refused", () => {
  for (const character of ["\u0000", "\t", "\n", "\r", "\u001b", "\u007f"])
    assert.throws(
      () => quoted(`a${character}b`),
      refusal(
        `${JSON.stringify(`a${character}b`)} holds a control character, which can't be written into a configuration`,
      ),
    );
});

test("a DNS label is taken as it is, up to 63 characters", () => {
  for (const label of ["a", "web-1", "database-10", "a".repeat(63)])
    assert.equal(dnsLabel("members.0", label), label);
});

test("what is no DNS label is refused with the rule and an example", () => {
  for (const given of ["", "1a", "-a", "a-", "A", "a.b", "a b", "a_b", "a\n", "a'", "é", "a".repeat(64)])
    assert.throws(
      () => dnsLabel("members.0", given),
      refusal(
        `members.0: ${JSON.stringify(given)} given; allowed are 1 to 63 lower-case letters, digits and hyphens, ` +
          'starting with a letter and not ending with a hyphen, e.g. "database-1"',
      ),
    );
});

test("whole numbers pass exactly within their bounds", () => {
  const bounds = fc
    .tuple(fc.integer(), fc.integer())
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(bounds, fc.integer(), ([least, most], given) => {
      if (given >= least && given <= most) assert.equal(wholeNumber("x", given, least, most), given);
      else assert.throws(() => wholeNumber("x", given, least, most), HaproxySettingError);
    }),
  );
  assert.equal(wholeNumber("x", 1, 1, 9), 1);
  assert.equal(wholeNumber("x", 9, 1, 9), 9);
});

test("what is no whole number is refused", () => {
  for (const given of [1.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(
      () => wholeNumber("workers", given, 1, 9),
      refusal(`workers: ${given} given; allowed is a whole number from 1 to 9, e.g. 1`),
    );
});
