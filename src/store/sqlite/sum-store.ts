import type { PlanSpan, PlanStatusRow } from '../../finance/rows.ts';
import { monthStarts, wrongMonth } from '../sql/book-months.ts';
import type { Finding } from '../store.ts';
import type { SumStore } from '../sums-store.ts';
import type { Connections, Sqlite } from './open.ts';
import { addUpByBookMonth, rebuildSums, wrongSums } from './sums.ts';

/**
 * Writes down where the months of the book zone begin, and sums up anew what is summed by them. Does nothing where
 * both are of this zone and of this edition of the time zone data already.
 */
export function keepBookZone(writer: Sqlite, zone: string): void {
  const tzdata = process.versions.tz ?? '';
  const kept = writer.prepare('select 1 from book_calendar where zone = ? and tzdata = ?').get(zone, tzdata);
  if (kept !== undefined) return;
  const months = monthStarts(zone);
  writer
    .transaction(() => {
      writer.exec('delete from book_calendar; delete from book_months');
      const insert = writer.prepare('insert into book_months (period, starts_at) values (?, ?)');
      for (const { period, startsAt } of months) insert.run(period, startsAt);
      writer.prepare('insert into book_calendar (zone, tzdata) values (?, ?)').run(zone, tzdata);
      addUpByBookMonth(writer);
    })
    .immediate();
}

function bookZoneOf(db: Sqlite): string | null {
  return (db.prepare('select zone from book_calendar').pluck().get() as string | undefined) ?? null;
}

/** The first month that does not begin where its zone says, by this process's own time zone data. */
function wrongMonths(db: Sqlite): Finding[] {
  const zone = bookZoneOf(db);
  if (zone === null) return [];
  const kept = new Map(
    db.prepare('select period, starts_at from book_months').raw().all() as [string, number][],
  );
  return wrongMonth(zone, kept);
}

export function sumStore(connections: Connections): SumStore {
  const { reader } = connections;
  const spans = reader.prepare(
    `select started_in as startedIn, nullif(ended_in, '') as endedIn, frequency, sum(plans) as plans from plan_spans
     group by started_in, ended_in, frequency having sum(plans) <> 0 order by 1, 2 nulls last, 3`,
  );
  const byStatus = reader.prepare(
    `select currency, frequency, status, sum(plans) as plans, sum(amount_minor) as amountMinor from plan_spans
     where ended_in in ('', ?) group by currency, frequency, status having sum(plans) <> 0 order by 1, 2, 3`,
  );
  return {
    async wrongSums() {
      return [...wrongMonths(reader), ...wrongSums(reader)];
    },
    async rebuildSums() {
      const [wrong] = wrongMonths(reader);
      // Deleting the calendar makes `keepBookZone` write it anew, with all that is summed by it.
      const zone = bookZoneOf(reader);
      if (wrong !== undefined && zone !== null) {
        connections.writer.exec('delete from book_calendar');
        keepBookZone(connections.writer, zone);
      }
      return [
        { table: 'book_months', wrong: wrong === undefined ? 0 : 1 },
        ...(await rebuildSums(connections)),
      ];
    },
    async planSpans() {
      return spans.all() as PlanSpan[];
    },
    async plansByStatus(endedIn) {
      return byStatus.all(endedIn) as PlanStatusRow[];
    },
  };
}
