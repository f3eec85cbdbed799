import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import type { z } from "zod";
import { type Config, type configSchema, presetNames, resolveConfig } from "../../modules/config/index.ts";
import { writeConfigTypes } from "../../packaging/config-types.ts";

type Input = z.input<typeof configSchema>;
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

// The type check is the test: each is accepted where the other is.
const fromSchema = (input: Input): Config => input;
const toSchema = (config: Config): DeepReadonly<Input> => config;

test("the documented types of the config are the schema's, and the file is what the schema gives", () => {
  assert.deepEqual(toSchema(fromSchema({ name: "shop" })), { name: "shop" });
  assert.equal(writeConfigTypes(true), false, "run `npm run api-report`");
});

test("a default that depends on the preset is documented for each", () => {
  const text = readFileSync(resolve(import.meta.dirname, "../../modules/config/config.ts"), "utf8");
  assert.deepEqual(
    presetNames.map((preset) => resolveConfig({ preset }).database.members),
    [1, 1, 3],
  );
  assert.match(text, /@default 1 in preset lab and small, 3 in preset ha\n {3}\*\/\n {2}readonly members\?:/);
});
