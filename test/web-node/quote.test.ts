import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { phpIniValue, shellWord, yamlString } from "../../modules/web-node/quote.ts";

const text = fc
  .string({ unit: "binary", maxLength: 40 })
  .map((value) => value.replaceAll("\0", "").toWellFormed());
const nasty = [
  "",
  "'",
  "''",
  '"',
  "$HOME",
  `\${HOME}`,
  "$(id)",
  "`id`",
  "a b",
  "\\",
  "\\'",
  "\n",
  "\r\n",
  "é🐘",
  "--",
  "~",
  "#;",
];

test("a shell word arrives at a program unchanged", () => {
  const samples = [...nasty, ...fc.sample(text, 200)];
  const script = `for word in ${samples.map(shellWord).join(" ")}; do printf '%s\\0' "$word"; done`;
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  assert.deepEqual(words, samples);
});

test("a YAML scalar is read back unchanged by the reader that cloud-init uses", () => {
  const samples = [...nasty, "\u0085\u2028\u007f\ufeff", ...fc.sample(text, 500)];
  const document = samples.map((sample) => `- ${yamlString(sample)}\n`).join("");
  const script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())))";
  // The system's own comes with cloud-init; another one on the PATH may lack PyYAML.
  const python = ["python3", "/usr/bin/python3"].find(
    (each) => spawnSync(each, ["-c", "import yaml"]).status === 0,
  );
  assert.ok(python, "no Python with PyYAML; `npm test` installs it with cloud-init");
  const read = execFileSync(python, ["-c", script], { input: document, encoding: "utf8" });
  assert.deepEqual(JSON.parse(read), samples);
});

test("a YAML scalar is one line of printable ASCII, whatever it holds", () => {
  fc.assert(fc.property(text, (value) => /^"[ -~]*"$/.test(yamlString(value))));
});

test("a php.ini text is raw strings and quoted quotes only, so nothing in it is interpreted", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.constantFrom(...nasty)), (value) => {
      fc.pre(value !== "");
      const parts = phpIniValue(value).match(/'[^']+'|"'+"/g) ?? [];
      assert.equal(parts.join(""), phpIniValue(value));
      assert.equal(parts.map((part) => part.slice(1, -1)).join(""), value);
    }),
  );
});

test("php.ini booleans are On and Off, numbers are themselves, no text is two quotes", () => {
  assert.deepEqual([true, false, 12, -0.5].map(phpIniValue), ["On", "Off", "12", "-0.5"]);
  assert.equal(phpIniValue(""), '""');
});
