import { z } from "zod";
import { count, flag } from "./schema-fields.ts";

const size = (description: string, example: string) =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,9}[KMG]?$/)
    .meta({ description, allowed: "a number of bytes, or one with K, M or G", example });

/** MySQL's settings that a site may need otherwise, by MySQL's names: those that the managed service lets be set, too. */
export const databaseSettingsSchema = z
  .strictObject({
    default_time_zone: z
      .string()
      .regex(/^[+-](0[0-9]|1[0-3]):[0-5][0-9]$/)
      .meta({
        description: "Time zone of sessions that set none.",
        allowed: "an offset from UTC",
        example: "+02:00",
      }),
    group_concat_max_len: count(4, 18_446_744, "Longest result of GROUP_CONCAT().", 1024, "bytes"),
    innodb_ft_min_token_size: count(0, 16, "Shortest word in a full-text index.", 3),
    innodb_lock_wait_timeout: count(1, 3600, "How long a statement waits for a locked row.", 50, "s"),
    innodb_print_all_deadlocks: flag("Whether deadlocks are logged.", false),
    max_allowed_packet: size("Largest statement and largest row.", "64M"),
    max_heap_table_size: size("Largest table in memory.", "16M"),
    sort_buffer_size: size("Memory of a session for sorting.", "256K"),
    sql_mode: z
      .string()
      .regex(/^[A-Z_]*(,[A-Z_]+)*$/)
      .meta({
        description: "How strictly values and statements are checked.",
        allowed: "MySQL's names of modes, separated by commas",
        example: "STRICT_TRANS_TABLES,NO_ZERO_DATE",
      }),
    tmp_table_size: size("Largest temporary table in memory.", "16M"),
    wait_timeout: count(1, 2_147_483, "How long an idle connection stays open.", 28_800, "s"),
  })
  .partial();

export type DatabaseSettings = Readonly<z.infer<typeof databaseSettingsSchema>>;

const factors: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** The settings that are given, by MySQL's names. */
export function settingEntries(
  settings: DatabaseSettings,
): readonly (readonly [name: string, value: string | number | boolean])[] {
  return Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

/** A value of `database.settings` as the managed service takes it: sizes in bytes. */
export function settingValue(value: string | number | boolean): string | number | boolean {
  if (typeof value !== "string" || !/^[0-9]+[KMG]?$/.test(value)) return value;
  return Number.parseInt(value, 10) * (factors[value.slice(-1)] ?? 1);
}
