import { eq, sql } from 'drizzle-orm';
import type { CountStore } from '../store.ts';
import type { Connections } from './open.ts';
import { dailyCounts } from './schema.ts';

export function countStore({ write }: Connections): CountStore {
  return {
    async count(day, name, by = 1) {
      write
        .insert(dailyCounts)
        .values({ day, name, count: by })
        .onConflictDoUpdate({
          target: [dailyCounts.day, dailyCounts.name],
          set: { count: sql`${dailyCounts.count} + ${by}` },
        })
        .run();
    },
    async countsOf(day) {
      const rows = write.select().from(dailyCounts).where(eq(dailyCounts.day, day)).all();
      return Object.fromEntries(rows.map((row) => [row.name, row.count]));
    },
  };
}
