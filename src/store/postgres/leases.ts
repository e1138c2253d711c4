import type { LeaseStore } from '../lease-store.ts';
import type { Database } from './open.ts';

export function leaseStore({ rows, transaction }: Database): LeaseStore {
  return {
    async takeLease(name, holder, now, until) {
      // Whoever waits for another's lease asks again and again: a look alone locks no row and writes nothing.
      const [found] = await rows<{ holder: string; until: number }>(
        'select holder, until from leases where name = :name',
        { name },
      );
      if (found !== undefined && found.holder !== holder && found.until > now.getTime()) return false;
      // Of two at once the second waits for the first one's row, and its condition is looked at again behind it.
      const taken = await transaction((sql) =>
        sql.rows(
          `insert into leases as l (name, holder, until) values (:name, :holder, :until)
           on conflict (name) do update set holder = excluded.holder, until = excluded.until
             where l.holder = excluded.holder or l.until <= :now
           returning name`,
          { name, holder, until: until.getTime(), now: now.getTime() },
        ),
      );
      return taken.length === 1;
    },
    async giveLease(name, holder) {
      await rows('delete from leases where name = :name and holder = :holder', { name, holder });
    },
    async clearLeases() {
      // Machines share this database: a lease may well be held by another one, and runs out where it is not.
    },
  };
}
