import { getTableColumns, type Table } from 'drizzle-orm';

// Many rows go to the server as one value, the rows as JSON, so that a statement has the same text for one row and for a
// thousand, and is prepared once: `insert into t (…) select … from json_populate_recordset(null::t, :rows)`.

/** The columns of a table without its row number, as a statement lists them. */
export function columnsOf(table: Table): string {
  return Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .filter((name) => name !== 'seq')
    .join(', ');
}

/** Rows as JSON under the names of their columns; what is left out is null. */
export function jsonRows<T extends Table>(table: T, rows: readonly T['$inferInsert'][]): string {
  const columns = Object.entries(getTableColumns(table));
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        columns.flatMap(([key, column]) => {
          const value = (row as Record<string, unknown>)[key] ?? null;
          return value === null ? [] : [[column.name, column.mapToDriverValue(value)]];
        }),
      ),
    ),
  );
}
