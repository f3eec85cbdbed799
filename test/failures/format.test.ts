import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Failure, formatFailure, wrapLines } from "../../modules/failures/index.ts";

test("a failure is reported with its heading, its words and where to read on", () => {
  assert.deepEqual(
    formatFailure(new Failure("config-invalid", "name: got 1", { heading: "lampstand.config.ts:" })),
    {
      text: `lampstand.config.ts:
name: got 1

More: npm run docs, then /guides/troubleshooting/#config-invalid`,
      exitCode: 1,
    },
  );
});

test("of several kinds each is linked once, and one that is broken decides the exit code", () => {
  const { text, exitCode } = formatFailure(
    new Failure(["port-in-use", "terraform-failed", "port-in-use"], "two things"),
  );
  assert.equal(
    text,
    `two things

More: npm run docs, then /guides/troubleshooting/#port-in-use
More: npm run docs, then /guides/troubleshooting/#terraform-failed`,
  );
  assert.equal(exitCode, 3);
});

test("an error that nobody foresaw keeps its stack trace", () => {
  const { text, exitCode } = formatFailure(new TypeError("of undefined"));
  assert.match(text, /^TypeError: of undefined\n\s+at /);
  assert.equal(exitCode, 3);
});

test("a long line is broken between words, and what goes on is indented", () => {
  assert.equal(
    wrapLines("  path: got this and that; allowed: other things\nshort", 24),
    `  path: got this and
    that; allowed: other
    things
short`,
  );
});

test("a path that is longer than a line stays whole, and so does what a program drew", () => {
  assert.equal(
    wrapLines("The log: /a/very/long/path/of/a/file.log", 20),
    "The log:\n  /a/very/long/path/of/a/file.log",
  );
  assert.equal(wrapLines("  | a line of a build's output", 12), "  | a line of a build's output");
});

test("wrapping loses no word and keeps every line of several words within the width", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 16, max: 90 }),
      (words, width) => {
        const wrapped = wrapLines(words.join(" "), width);
        assert.deepEqual(wrapped.split(/\s+/), words);
        for (const line of wrapped.split("\n")) assert.ok(line.length <= width || !line.trim().includes(" "));
      },
    ),
  );
});
