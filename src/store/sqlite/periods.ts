import { asc, desc } from 'drizzle-orm';
import { manifestOf, type PeriodChange } from '../../ledger/period.ts';
import type { PeriodStore } from '../store.ts';
import { monthDeliveries } from './delivery-schema.ts';
import { auditAppender } from './audit.ts';
import type { Connections, Sqlite } from './open.ts';
import { periodChanges } from './ledger-schema.ts';

type Beside = Parameters<PeriodStore['changePeriod']>[1];

/** Reads how far the months are closed, from the end of the chain. */
export function closedThroughOf(db: Sqlite): () => string | null {
  const newest = db.prepare('select closed_through from period_changes order by seq desc limit 1').pluck();
  return () => (newest.get() as string | null | undefined) ?? null;
}

export function periodStore({ writer, write }: Connections): PeriodStore {
  const appendAudit = auditAppender({ write });
  const closedThrough = closedThroughOf(writer);
  const firstBehind = writer.prepare('select min(period) from ledger_entries where period > ?').pluck();
  const lastHash = write
    .select({ hash: periodChanges.hash })
    .from(periodChanges)
    .orderBy(desc(periodChanges.seq))
    .limit(1)
    .prepare();
  // An entry in an open month before it would be closed with it and stand in no manifest.
  // The plus keeps the planner at what is behind the bound instead of at everything before the month.
  const cameLater = writer
    .prepare('select exists (select 1 from ledger_entries where seq > ? and +period <= ?)')
    .pluck();

  const change = writer.transaction((link: Omit<PeriodChange, 'seq'>, { audit, deliveries }: Beside) => {
    const manifest = manifestOf(link);
    const { action, period, bound, previousHash } = manifest;
    if ((lastHash.get()?.hash ?? '') !== previousHash) return false;
    if (action === 'close' && cameLater.get(bound.entries, period) === 1) return false;
    write
      .insert(periodChanges)
      .values({
        ...link,
        action,
        period,
        closedThrough: manifest.closedThrough,
        entriesBound: bound.entries,
        payoutItemsBound: bound.payoutItems,
      })
      .run();
    appendAudit(audit);
    for (const each of deliveries)
      write
        .insert(monthDeliveries)
        .values({ ...each, nextAttemptAt: each.createdAt })
        .run();
    return true;
  });

  return {
    async closedThrough() {
      return closedThrough();
    },
    async firstOpenPeriod() {
      return firstBehind.get(closedThrough() ?? '') as string | null;
    },
    async periodChanges() {
      const { seq, manifest, hash } = periodChanges;
      return write.select({ seq, manifest, hash }).from(periodChanges).orderBy(asc(seq)).all();
    },
    async changePeriod(link, beside) {
      return change.immediate(link, beside);
    },
  };
}
