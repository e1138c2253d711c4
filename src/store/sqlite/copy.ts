import { asc, count, desc, eq, getTableColumns, getTableName } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import {
  COPIED_TABLES,
  type ChainEnds,
  type CopiedTable,
  type CopyStore,
  type TableReader,
  type TableRow,
} from '../copy-store.ts';
import { behindRow, FILLING, FOR_EVER, halfFilled, keyOf } from '../sql/copied-tables.ts';
import { apiKeys, financeSessions, recoveryCodes, signIns, staff } from './access-schema.ts';
import { appealCounts, goalFigures } from './appeal-schema.ts';
import { auditEntries } from './audit-schema.ts';
import { monthDeliveries } from './delivery-schema.ts';
import * as ledger from './ledger-schema.ts';
import { hashLedger } from './migrate.ts';
import { leases } from './lease-schema.ts';
import { openReader, type Connections, type Sqlite } from './open.ts';
import * as main from './schema.ts';

const { ledgerEntries, payouts, payoutItems, otherMovements, periodChanges } = ledger;
const { staffTasks, reconcileRuns, comparisons } = ledger;
const { pledges, checkoutRequests, webhookEvents, reminders, addressSecrets, suppressions, dailyCounts } =
  main;

const TABLES: Record<CopiedTable, SQLiteTable> = {
  pledges, checkoutRequests, webhookEvents, ledgerEntries, payouts, payoutItems, otherMovements, periodChanges, auditEntries, staffTasks,
  reconcileRuns, comparisons, apiKeys, staff, recoveryCodes, signIns, financeSessions, monthDeliveries, reminders, addressSecrets, suppressions,
  dailyCounts, appealCounts, goalFigures,
}; // prettier-ignore

export function copyStore({ file, reader, writer, read, write }: Connections): CopyStore {
  // Millions of rows of one form: drizzle writes the statement of each anew, which costs more than running it.
  const insert = writer.transaction((table: SQLiteTable, rows: readonly TableRow[]) => {
    const columns = Object.entries(getTableColumns(table));
    const names = columns.map(([, { name }]) => name).join(', ');
    const one = writer.prepare(
      `insert into ${getTableName(table)} (${names}) values (${columns.map(() => '?').join(', ')})`,
    );
    for (const row of rows)
      one.run(
        columns.map(([key, column]) => {
          const value = row[key] ?? null;
          return value === null ? null : column.mapToDriverValue(value);
        }),
      );
  });
  const end = writer.transaction(({ months, audit }: ChainEnds) => {
    // Numbers go on behind the highest one that was ever given, also where its row is missing.
    const goOn = writer.prepare('update sqlite_sequence set seq = max(seq, ?) where name = ?');
    const start = writer.prepare(
      'insert into sqlite_sequence (name, seq) select @name, @seq where @seq > 0 and not exists (select 1 from sqlite_sequence where name = @name)',
    );
    for (const [name, seq] of [['period_changes', months], ['audit_entries', audit]] as const) {
      start.run({ name, seq });
      goOn.run(seq, name);
    }
    write.delete(leases).where(eq(leases.name, FILLING)).run();
  }); // prettier-ignore
  return {
    async readTables(work) {
      // A connection of its own: its picture stays while others write.
      const db = openReader(file);
      try {
        db.exec('begin');
        return await work(tableReader(db));
      } finally {
        db.close();
      }
    },
    async copyState() {
      if (reader.prepare('select 1 from leases where name = ?').get(FILLING) !== undefined) return 'being_filled';
      const filled = COPIED_TABLES.some(({ name }) => (read.select({ n: count() }).from(TABLES[name]).get()?.n ?? 0) > 0);
      return filled ? 'in_use' : 'empty';
    },
    async beginCopy() {
      write.insert(leases).values({ name: FILLING, holder: FILLING, until: FOR_EVER }).onConflictDoNothing().run();
    },
    async lastRow(name) {
      const last = keyOf(name, TABLES[name]).map((column) => desc(column));
      return write.select().from(TABLES[name]).orderBy(...last).limit(1).get() ?? null;
    },
    async writeRows(name, rows) {
      insert.immediate(TABLES[name], rows);
    },
    async endCopy(ends) {
      end.immediate(ends);
    },
  };
} // prettier-ignore

/** Throws where the database was being filled and is not whole yet. */
export function refuseHalfFilled(db: Sqlite): void {
  if (db.prepare('select 1 from leases where name = ?').get(FILLING) !== undefined) throw halfFilled();
}

function tableReader(db: Sqlite): TableReader {
  const read = drizzle(db);
  const ever = db.prepare('select coalesce((select seq from sqlite_sequence where name = ?), 0)').pluck();
  return {
    async page(name, behind, limit) {
      const table = TABLES[name];
      const key = keyOf(name, table);
      return read
        .select()
        .from(table)
        .where(behind === null ? undefined : behindRow(name, key, behind))
        .orderBy(...key.map((column) => asc(column)))
        .limit(limit)
        .all();
    },
    async count(name) {
      return read.select({ n: count() }).from(TABLES[name]).get()?.n ?? 0;
    },
    async chainEnds() {
      return { months: Number(ever.get('period_changes')), audit: Number(ever.get('audit_entries')) };
    },
    async ledgerHash() {
      return hashLedger(db);
    },
  };
}
