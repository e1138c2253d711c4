import { asc, desc, eq, min } from 'drizzle-orm';
import { isEqual, type Comparison } from '../../ledger/reconciliation.ts';
import type { ReconcileStore } from '../store.ts';
import { comparisons, reconcileRuns } from './ledger-schema.ts';
import type { Database } from './open.ts';
import { pledges } from './schema.ts';

export function reconcileStore({ db }: Database): ReconcileStore {
  return {
    async lastReconcile() {
      const { seq, startedAt, finishedAt, eventsFound, entriesFilled } = reconcileRuns;
      const columns = { startedAt, finishedAt, eventsFound, entriesFilled };
      const [newest] = await db.select(columns).from(reconcileRuns).orderBy(desc(seq)).limit(1);
      return newest ?? null;
    },
    async noteReconcile(run) {
      await db.insert(reconcileRuns).values(run);
    },
    async saveComparison(comparison) {
      const { period, checkedAt } = comparison;
      const row = { period, checkedAt, isEqual: isEqual(comparison), result: JSON.stringify(comparison) };
      await db.insert(comparisons).values(row).onConflictDoUpdate({ target: comparisons.period, set: row });
    },
    async comparison(period) {
      const [row] = await db.select().from(comparisons).where(eq(comparisons.period, period));
      if (row === undefined) return null;
      return { ...(JSON.parse(row.result) as Comparison), checkedAt: row.checkedAt };
    },
    async unequalPeriods() {
      const rows = await db
        .select({ period: comparisons.period })
        .from(comparisons)
        .where(eq(comparisons.isEqual, false))
        .orderBy(asc(comparisons.period));
      return rows.map((row) => row.period);
    },
    async firstPledgeAt() {
      const [found] = await db.select({ at: min(pledges.createdAt) }).from(pledges);
      return found?.at ?? null;
    },
  };
}
