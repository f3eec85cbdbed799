/** What to do about MySQL's errors that SQL of another server runs into, by their numbers. */
const remedies: Readonly<Record<number, string>> = {
  1044: "the SQL names another database: leave its name out",
  1050: "a table is made twice: dump with --add-drop-table, or name only one of the files",
  1062: "a row is there twice: dump the database while nothing writes to it (--single-transaction)",
  1064: "MySQL doesn't know this syntax, which may be MariaDB's: change the line",
  1067: "a default isn't valid in this sql_mode: change the default, or set database.settings.sql_mode",
  1071: "an index is longer than InnoDB allows: give the column a shorter prefix in the index",
  1153: "a statement is larger than the server takes: set database.settings.max_allowed_packet",
  1227: "this needs rights over the whole server: leave the statement out",
  1273: "MySQL has no such collation: utf8mb4_0900_ai_ci is its own default",
  1366: "a text isn't in the character set that the dump names: dump with --default-character-set=utf8mb4",
  1419: "this needs rights over the whole server: leave the statement out",
  1824: "a table that a foreign key names isn't there: dump all tables, with SET FOREIGN_KEY_CHECKS = 0 first",
  3161: "database.strict takes InnoDB only: change the table's ENGINE, or leave database.strict out",
  3750: "database.strict wants a primary key in each table: add one, or leave database.strict out",
  4109: "give the table a primary key: MySQL can't add one beside the AUTO_INCREMENT column",
};

/** MySQL's message with what to do about it. */
export function withRemedy(message: string): string {
  const number = Number(/ERROR (\d+)/.exec(message)?.[1]);
  const remedy = remedies[number];
  return remedy === undefined ? message : `${message}; ${remedy}`;
}
