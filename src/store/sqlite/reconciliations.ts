import { asc, desc, eq, min } from 'drizzle-orm';
import { isEqual, type Comparison } from '../../ledger/reconciliation.ts';
import type { ReconcileStore } from '../store.ts';
import type { Connections } from './open.ts';
import { comparisons, reconcileRuns } from './ledger-schema.ts';
import { pledges } from './schema.ts';

export function reconcileStore({ write }: Connections): ReconcileStore {
  return {
    async lastReconcile() {
      const { seq, ...run } = reconcileRuns;
      const { startedAt, finishedAt, eventsFound, entriesFilled } = run;
      const columns = { startedAt, finishedAt, eventsFound, entriesFilled };
      return write.select(columns).from(reconcileRuns).orderBy(desc(seq)).limit(1).get() ?? null;
    },
    async noteReconcile(run) {
      write.insert(reconcileRuns).values(run).run();
    },
    async saveComparison(comparison) {
      const { period, checkedAt } = comparison;
      const row = { period, checkedAt, isEqual: isEqual(comparison), result: JSON.stringify(comparison) };
      write
        .insert(comparisons)
        .values(row)
        .onConflictDoUpdate({ target: comparisons.period, set: row })
        .run();
    },
    async comparison(period) {
      const row = write.select().from(comparisons).where(eq(comparisons.period, period)).get();
      if (row === undefined) return null;
      return { ...(JSON.parse(row.result) as Comparison), checkedAt: row.checkedAt };
    },
    async unequalPeriods() {
      const rows = write
        .select({ period: comparisons.period })
        .from(comparisons)
        .where(eq(comparisons.isEqual, false))
        .orderBy(asc(comparisons.period))
        .all();
      return rows.map((row) => row.period);
    },
    async firstPledgeAt() {
      return (
        write
          .select({ at: min(pledges.createdAt) })
          .from(pledges)
          .get()?.at ?? null
      );
    },
  };
}
