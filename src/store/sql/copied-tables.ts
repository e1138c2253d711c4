import { getTableColumns, sql, type Column, type SQL, type Table } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import { COPIED_TABLES, type CopiedTable, type TableRow } from '../copy-store.ts';

/** The lease that marks a database as half filled. It never runs out; `endCopy` alone takes it away. */
export const FILLING = 'being_filled';
/** The last instant that a Date can hold. */
export const FOR_EVER = new Date(8.64e15);

/** What opening a database says that was being filled. */
export function halfFilled(): AppError {
  return new AppError(
    409,
    'database_half_filled',
    'This database is being filled from another one and is not whole yet. Run import-store again: it goes on where it stopped.',
  );
}

/** The columns that order a table's rows, each row in one place. */
export function keyOf(name: CopiedTable, table: Table): Column[] {
  const columns: Record<string, Column> = getTableColumns(table);
  const key = COPIED_TABLES.find((each) => each.name === name)?.key ?? [];
  return key.map((column) => {
    const found = columns[column];
    if (found === undefined) throw new Error(`${name} has no column ${column}`);
    return found;
  });
}

/** The condition that a row comes behind another one in the order of its key. */
export function behindRow(name: CopiedTable, key: readonly Column[], row: TableRow): SQL {
  const names = COPIED_TABLES.find((each) => each.name === name)?.key ?? [];
  const values = names.map((each) => sql`${row[each]}`);
  return sql`(${sql.join([...key], sql`, `)}) > (${sql.join(values, sql`, `)})`;
}
