import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Config,
  ConfigError,
  problemLine,
  resolveConfig,
  settingValue,
} from "../../modules/config/index.ts";

function problems(database: NonNullable<Config["database"]>): readonly string[] {
  try {
    resolveConfig({ database });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(problemLine);
  }
}

test("settings that both targets have are taken", () => {
  assert.deepEqual(
    problems({
      settings: { max_allowed_packet: "64M", sql_mode: "", wait_timeout: 600, default_time_zone: "+02:00" },
    }),
    [],
  );
});

test("a setting's value is checked, each with what is allowed", () => {
  assert.deepEqual(
    problems({ settings: { max_allowed_packet: "64MB", innodb_lock_wait_timeout: 0, sql_mode: "strict" } }),
    [
      "database.settings.innodb_lock_wait_timeout: got 0; allowed: a whole number from 1 to 3600 (s); for example 50",
      'database.settings.max_allowed_packet: got "64MB"; allowed: a number of bytes, or one with K, M or G; for example "64M"',
      'database.settings.sql_mode: got "strict"; allowed: MySQL\'s names of modes, separated by commas; for example "STRICT_TRANS_TABLES,NO_ZERO_DATE"',
    ],
  );
});

test("the managed service gets sizes in bytes, and everything else as it is", () => {
  assert.deepEqual(["64M", "1G", "512", "+02:00", 5, true].map(settingValue), [
    67_108_864,
    1_073_741_824,
    512,
    "+02:00",
    5,
    true,
  ]);
});
