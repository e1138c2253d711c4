import { getTableColumns, type Table } from 'drizzle-orm';

// Many rows go to the server as one value, the rows as JSON, so that a statement has the same text for one row and for a
// thousand, and is prepared once: `insert into t (…) select … from json_populate_recordset(null::t, :rows)`.

/** The columns of a table without its row number, as a statement lists them. `copied`: with it, for rows that have theirs. */
export function columnsOf(table: Table, { copied = false } = {}): string {
  return Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .filter((name) => copied || name !== 'seq')
    .join(', ');
}

/** Rows as JSON under the names of their columns; what is left out is null. */
export function jsonRows<T extends Table>(table: T, rows: readonly T['$inferInsert'][]): string {
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => ({
    key,
    name: column.name,
    // JSON in a column would be JSON within JSON.
    valueOf: (value: unknown) => (column.dataType === 'json' ? value : column.mapToDriverValue(value)),
  }));
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        columns.flatMap(({ key, name, valueOf }) => {
          const value = (row as Record<string, unknown>)[key] ?? null;
          return value === null ? [] : [[name, valueOf(value)]];
        }),
      ),
    ),
  );
}
