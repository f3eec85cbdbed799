export type Table<T> = Readonly<Record<string, T>>;

export function put<T>(table: Table<T>, key: string | number, row: T): Table<T> {
  return { ...table, [key]: row };
}

export function without<T>(table: Table<T>, ...keys: readonly (string | number)[]): Table<T> {
  const left = { ...table };
  for (const key of keys) delete left[key];
  return left;
}

/** Each row as `change` makes it; the table itself where nothing changed. */
export function mapRows<T>(table: Table<T>, change: (row: T) => T): Table<T> {
  const entries = Object.entries(table).map(([key, row]) => [key, row, change(row)] as const);
  return entries.every(([, before, after]) => before === after)
    ? table
    : Object.fromEntries(entries.map(([key, , after]) => [key, after]));
}
