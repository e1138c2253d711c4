import { eq, sql } from 'drizzle-orm';
import type { CountStore } from '../store.ts';
import type { Database } from './open.ts';
import { dailyCounts } from './schema.ts';

export function countStore({ db }: Database): CountStore {
  return {
    async count(day, name, by = 1) {
      await db
        .insert(dailyCounts)
        .values({ day, name, count: by })
        .onConflictDoUpdate({
          target: [dailyCounts.day, dailyCounts.name],
          set: { count: sql`${dailyCounts.count} + ${by}` },
        });
    },
    async countsOf(day) {
      const rows = await db.select().from(dailyCounts).where(eq(dailyCounts.day, day));
      return Object.fromEntries(rows.map((row) => [row.name, row.count]));
    },
  };
}
