/** Series of MySQL that members run. Data of one series must not be opened by another unasked: there is no way back. */
export const MYSQL_SERIES = "9.7";

/** The series of a version, e.g. `9.7` of `9.7.4-2`; undefined if the text is no version. */
export function seriesOf(version: string): string | undefined {
  return /^([0-9]+\.[0-9]+)(?![0-9])/.exec(version)?.[1];
}

/**
 * Version that last opened a data directory, from MySQL's own record there, `mysql_upgrade_history`; undefined if the
 * text is no such record.
 */
export function versionOfData(upgradeHistory: string): string | undefined {
  const record = parsed(upgradeHistory);
  if (!hasKey(record, "upgrade_history") || !Array.isArray(record.upgrade_history)) return undefined;
  const last: unknown = record.upgrade_history.at(-1);
  return hasKey(last, "version") && typeof last.version === "string" ? last.version : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut short by a crash, for example. MySQL itself still refuses data that it can't read.
    return undefined;
  }
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === "object" && value !== null && key in value;
}

/**
 * Why this mysqld must not be started on a data directory; undefined if it may.
 *
 * @param server version of mysqld
 * @param data version that last opened the data, if known
 */
export function seriesRefusal(server: string, data: string | undefined): string | undefined {
  if (data === undefined || seriesOf(server) === seriesOf(data)) return undefined;
  return (
    `the data of this member are of MySQL ${data}, and this image has MySQL ${server}. mysqld was not started and the ` +
    "data are untouched. Deploy with the version of Lampstand that made them"
  );
}
