import type { Statement } from 'better-sqlite3';
import type { LedgerBound } from '../../ledger/period.ts';
import { keptRows, lastMonthOf, NEWEST, SETTLED, sourceOf, type AddUp } from '../sql/sum-reads.ts';
import type { Asked } from '../sql/sum-rows.ts';
import type { Connections } from './open.ts';

/** Adds up sums of the ledger. Both looks and the sum itself see one picture of the database. */
export function sumAdder({ reader }: Connections, statement: (text: string) => Statement): AddUp {
  const newest = reader.prepare(NEWEST).pluck();
  const settled = reader.prepare(SETTLED).pluck();

  const linesBehind = (asked: Asked, { entries }: LedgerBound): number => {
    const period = lastMonthOf(asked);
    if (period !== null && settled.get({ period, bound: entries }) === 1) return 0;
    return Number(newest.get()) - entries;
  };

  const all = reader.transaction((...[asked, bound, fine, query]: Parameters<AddUp>): unknown[] => {
    const kept = keptRows(asked, fine);
    const later = kept === null ? 0 : linesBehind(asked, bound);
    // What is behind a bound lies together at the end of the table: no index finds it sooner.
    const { rows, values } = sourceOf({ asked, bound, fine }, { kept, later, hint: 'not indexed' });
    return statement(query(rows)).all(values);
  });
  return async (...asked) => all(...asked);
}
