import type { PlanSpan, PlanStatusRow } from '../../finance/rows.ts';
import { monthStarts, wrongMonth } from '../sql/book-months.ts';
import type { Finding } from '../store.ts';
import type { SumStore } from '../sums-store.ts';
import type { Database, Sql } from './open.ts';
import { addUpByBookMonth, rebuildSums, wrongSums } from './sums.ts';

/**
 * Writes down where the months of the book zone begin, and sums up anew what is summed by them. Does nothing where
 * both are of this zone and of this edition of the time zone data already. Of several that start together one writes.
 */
export async function keepBookZone(database: Database, zone: string): Promise<void> {
  const tzdata = process.versions.tz ?? '';
  const isKept = async ({ rows }: Sql) => {
    const [kept] = await rows<{ zone: string; tzdata: string }>('select zone, tzdata from book_calendar');
    return kept?.zone === zone && kept.tzdata === tzdata;
  };
  if (!(await isKept(database))) await writeCalendar(database, zone, tzdata, isKept);
}

async function writeCalendar(
  { transaction }: Database,
  zone: string,
  tzdata: string,
  isDone: (sql: Sql) => Promise<boolean> = async () => false,
): Promise<void> {
  const months = monthStarts(zone);
  await transaction(async (sql) => {
    // The only table that is ever locked whole: a pledge that is written while months move would be counted in a month of
    // the old calendar, and a row lock keeps no new pledge out. Once in the life of most deployments.
    await sql.exec('lock table pledges in share row exclusive mode');
    if (await isDone(sql)) return;
    const isSame = (await wrongMonths(sql, zone)).length === 0;
    await sql.rows('delete from book_calendar');
    await sql.rows('insert into book_calendar (zone, tzdata) values (:zone, :tzdata)', { zone, tzdata });
    if (isSame) return;
    await sql.rows('delete from book_months');
    await sql.rows(
      `insert into book_months (period, starts_at) select period, starts_at from unnest(:periods::text[], :starts::bigint[]) as m (period, starts_at)`,
      { periods: months.map(({ period }) => period), starts: months.map(({ startsAt }) => startsAt) },
    );
    await addUpByBookMonth(sql);
  });
}

async function bookZoneOf({ rows }: Sql): Promise<string | null> {
  const [calendar] = await rows<{ zone: string }>('select zone from book_calendar');
  return calendar?.zone ?? null;
}

/** The first month that does not begin where its zone says, by this process's own time zone data. */
async function wrongMonths({ lists }: Sql, zone: string): Promise<Finding[]> {
  return wrongMonth(
    zone,
    new Map(await lists<[string, number]>('select period, starts_at from book_months')),
  );
}

export function sumStore(database: Database): SumStore {
  const { rows, snapshot } = database;
  const wrongCalendar = async (sql: Sql): Promise<Finding[]> => {
    const zone = await bookZoneOf(sql);
    return zone === null ? [] : wrongMonths(sql, zone);
  };
  return {
    async wrongSums() {
      return [...(await snapshot(wrongCalendar)), ...(await wrongSums(database))];
    },
    async rebuildSums() {
      const [wrong] = await snapshot(wrongCalendar);
      const zone = await bookZoneOf(database);
      if (wrong !== undefined && zone !== null)
        await writeCalendar(database, zone, process.versions.tz ?? '');
      return [{ table: 'book_months', wrong: wrong === undefined ? 0 : 1 }, ...(await rebuildSums(database))];
    },
    async planSpans() {
      return rows<PlanSpan>(
        `select started_in as "startedIn", nullif(ended_in, '') as "endedIn", frequency, sum(plans)::bigint as plans from plan_spans
         group by started_in, ended_in, frequency having sum(plans) <> 0 order by 1, 2 nulls last, 3`,
      );
    },
    async plansByStatus(endedIn) {
      return rows<PlanStatusRow>(
        `select currency, frequency, status, sum(plans)::bigint as plans, sum(amount_minor)::bigint as "amountMinor" from plan_spans
         where ended_in in ('', :endedIn) group by currency, frequency, status having sum(plans) <> 0 order by 1, 2, 3`,
        { endedIn },
      );
    },
  };
}
