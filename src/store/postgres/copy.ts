import { asc, count, desc, eq, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { COPIED_TABLES, type CopiedTable, type CopyStore, type TableReader } from '../copy-store.ts';
import { behindRow, FILLING, FOR_EVER, halfFilled, keyOf } from '../sql/copied-tables.ts';
import { apiKeys, financeSessions, recoveryCodes, signIns, staff } from './access-schema.ts';
import { appealCounts, goalFigures } from './appeal-schema.ts';
import { auditEntries } from './audit-schema.ts';
import { monthDeliveries } from './delivery-schema.ts';
import { columnsOf, jsonRows } from './json-rows.ts';
import * as ledger from './ledger-schema.ts';
import { hashLedger } from './migrate.ts';
import { leases } from './locks-schema.ts';
import type { Database, Sql } from './open.ts';
import * as main from './schema.ts';
import { lockLedger } from './write-lock.ts';

const { ledgerEntries, payouts, payoutItems, otherMovements, periodChanges } = ledger;
const { staffTasks, reconcileRuns, comparisons } = ledger;
const { pledges, checkoutRequests, webhookEvents, reminders, addressSecrets, suppressions, dailyCounts } =
  main;

const TABLES: Record<CopiedTable, PgTable> = {
  pledges, checkoutRequests, webhookEvents, ledgerEntries, payouts, payoutItems, otherMovements, periodChanges, auditEntries, staffTasks,
  reconcileRuns, comparisons, apiKeys, staff, recoveryCodes, signIns, financeSessions, monthDeliveries, reminders, addressSecrets, suppressions,
  dailyCounts, appealCounts, goalFigures,
}; // prettier-ignore

/** Tables whose numbers the database gives itself. */
const NUMBERED = ['webhook_events', 'ledger_entries', 'payout_items', 'reconcile_runs', 'goal_figures'];

export function copyStore({ db, rows, snapshot, transaction }: Database): CopyStore {
  return {
    readTables: (work) => snapshot((sql) => work(tableReader(sql))),
    async copyState() {
      if (await isHalfFilled({ rows })) return 'being_filled';
      for (const { name } of COPIED_TABLES) {
        const [some] = await db.select().from(TABLES[name]).limit(1);
        if (some !== undefined) return 'in_use';
      }
      return 'empty';
    },
    async beginCopy() {
      const mark = { name: FILLING, holder: FILLING, until: FOR_EVER };
      await db.insert(leases).values(mark).onConflictDoNothing();
    },
    async lastRow(name) {
      const last = keyOf(name, TABLES[name]).map((column) => desc(column));
      const [row] = await db.select().from(TABLES[name]).orderBy(...last).limit(1);
      return row ?? null;
    },
    writeRows: (name, given) =>
      transaction(async (sql) => {
        await lockLedger(sql);
        const table = TABLES[name];
        const [into, columns] = [getTableName(table), columnsOf(table, { copied: true })];
        await sql.rows(
          `insert into ${into} (${columns}) select ${columns} from json_populate_recordset(null::${into}, :given)`,
          { given: jsonRows(table, given) },
        );
      }),
    endCopy: ({ months, audit }) =>
      transaction(async (sql) => {
        for (const table of NUMBERED)
          await sql.rows(
            `select setval(pg_get_serial_sequence('${table}', 'seq'), (select max(seq) from ${table})) where exists (select 1 from ${table})`,
          );
        for (const [chain, highest] of [['months', months], ['audit', audit]] as const)
          await sql.rows(`update write_locks set highest = greatest(highest, :highest) where name = :chain`, { chain, highest });
        await sql.db.delete(leases).where(eq(leases.name, FILLING));
      }),
  };
} // prettier-ignore

/** Throws where the database was being filled and is not whole yet. */
export async function refuseHalfFilled(sql: Pick<Sql, 'rows'>): Promise<void> {
  if (await isHalfFilled(sql)) throw halfFilled();
}

async function isHalfFilled({ rows }: Pick<Sql, 'rows'>): Promise<boolean> {
  return (await rows(`select 1 from leases where name = :name`, { name: FILLING })).length > 0;
}

function tableReader(sql: Sql): TableReader {
  const { db, rows } = sql;
  return {
    ledgerHash: () => hashLedger(sql),
    async page(name, behind, limit) {
      const table = TABLES[name];
      const key = keyOf(name, table);
      return db
        .select()
        .from(table)
        .where(behind === null ? undefined : behindRow(name, key, behind))
        .orderBy(...key.map((column) => asc(column)))
        .limit(limit);
    },
    async count(name) {
      const [row] = await db.select({ n: count() }).from(TABLES[name]);
      return row?.n ?? 0;
    },
    async chainEnds() {
      const ends = await rows<{ name: string; highest: number }>('select name, highest from write_locks');
      const of = (chain: string) => ends.find(({ name }) => name === chain)?.highest ?? 0;
      return { months: of('months'), audit: of('audit') };
    },
  };
}
