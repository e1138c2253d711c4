import { keptRows, lastMonthOf, NEWEST, SETTLED, sourceOf, type AddUp } from '../sql/sum-reads.ts';
import type { Asked } from '../sql/sum-rows.ts';
import type { LedgerBound } from '../../ledger/period.ts';
import type { Database, Sql } from './open.ts';

/** Adds up sums of the ledger. Both looks and the sum itself see one picture of the database. */
export function sumAdder({ snapshot }: Database): AddUp {
  return (asked, bound, fine, query) =>
    snapshot(async (sql) => {
      const kept = keptRows(asked, fine);
      const later = kept === null ? 0 : await linesBehind(sql, asked, bound);
      const { rows, values } = sourceOf({ asked, bound, fine }, { kept, later });
      return sql.rows(query(rows), values);
    });
}

async function linesBehind({ rows }: Sql, asked: Asked, { entries }: LedgerBound): Promise<number> {
  const period = lastMonthOf(asked);
  if (period !== null) {
    const [closed] = await rows<{ settled: number }>(SETTLED, { period, bound: entries });
    if (closed?.settled === 1) return 0;
  }
  const [found] = await rows<{ newest: number }>(NEWEST);
  return (found?.newest ?? 0) - entries;
}
