import { asc } from 'drizzle-orm';
import { manifestOf } from '../../ledger/period.ts';
import type { PeriodStore } from '../store.ts';
import { appendAudit } from './audit.ts';
import { monthDeliveries } from './delivery-schema.ts';
import { periodChanges } from './ledger-schema.ts';
import type { Database, Sql } from './open.ts';
import { lockLedger, nextInChain } from './write-lock.ts';

/** Reads how far the months are closed, from the end of the chain. It stays so for whoever holds the ledger's lock. */
export async function closedThroughOf({ rows }: Sql): Promise<string | null> {
  const [newest] = await rows<{ closed_through: string | null }>(
    'select closed_through from period_changes order by seq desc limit 1',
  );
  return newest?.closed_through ?? null;
}

/** True where an entry came to a month, or to one before it, behind a bound: it would be closed and stand in no manifest. */
async function cameLater({ rows }: Sql, bound: number, period: string): Promise<boolean> {
  // The order keeps the planner at what is behind the bound instead of at everything before the month.
  const [found] = await rows<{ late: boolean }>(
    `select exists (
       select 1 from (select period from ledger_entries where seq > :bound order by seq offset 0) as behind where period <= :period
     ) as late`,
    { bound, period },
  );
  return found?.late === true;
}

export function periodStore(database: Database): PeriodStore {
  const { rows, db, transaction } = database;
  return {
    async closedThrough() {
      return closedThroughOf(database);
    },
    async firstOpenPeriod() {
      const [found] = await rows<{ first: string | null }>(
        'select min(period) as first from ledger_entries where period > :closed',
        { closed: (await closedThroughOf(database)) ?? '' },
      );
      return found?.first ?? null;
    },
    async periodChanges() {
      const { seq, manifest, hash } = periodChanges;
      return db.select({ seq, manifest, hash }).from(periodChanges).orderBy(asc(seq));
    },
    async changePeriod(link, { audit, deliveries }) {
      const manifest = manifestOf(link);
      const { action, period, bound, closedThrough, previousHash } = manifest;
      return transaction(async (sql) => {
        // Nothing is booked from here on: what the chain and the ledger say now is so when the change is written.
        await lockLedger(sql);
        const [last] = await sql.rows<{ hash: string }>('select hash from period_changes order by seq desc limit 1'); // prettier-ignore
        if ((last?.hash ?? '') !== previousHash) return false;
        if (action === 'close' && (await cameLater(sql, bound.entries, period))) return false;
        await sql.db.insert(periodChanges).values({
          ...link,
          seq: await nextInChain(sql, 'months'),
          action,
          period,
          closedThrough,
          entriesBound: bound.entries,
          payoutItemsBound: bound.payoutItems,
        });
        await appendAudit(sql, audit);
        if (deliveries.length > 0)
          await sql.db
            .insert(monthDeliveries)
            .values(deliveries.map((each) => ({ ...each, nextAttemptAt: each.createdAt })));
        return true;
      });
    },
  };
}
