import { and, eq, ne, sql } from 'drizzle-orm';
import type { LeaseStore } from '../lease-store.ts';
import { FILLING } from '../sql/copied-tables.ts';
import { leases } from './lease-schema.ts';
import type { Connections } from './open.ts';

export function leaseStore({ write, read }: Connections): LeaseStore {
  return {
    async takeLease(name, holder, now, until) {
      // Whoever waits for another's lease asks again and again: a look alone holds up nobody who writes.
      const [found] = read.select().from(leases).where(eq(leases.name, name)).all();
      if (found !== undefined && found.holder !== holder && found.until > now) return false;
      const taken = write
        .insert(leases)
        .values({ name, holder, until })
        .onConflictDoUpdate({
          target: leases.name,
          set: { holder, until },
          setWhere: sql`${leases.holder} = ${holder} or ${leases.until} <= ${now.getTime()}`,
        })
        .run();
      return taken.changes === 1;
    },
    async giveLease(name, holder) {
      write
        .delete(leases)
        .where(and(eq(leases.name, name), eq(leases.holder, holder)))
        .run();
    },
    async clearLeases() {
      write.delete(leases).where(ne(leases.name, FILLING)).run();
    },
  };
}
