import type { PlanSpan, PlanStatusRow } from '../../finance/rows.ts';
import { nextPeriod, startOfDay } from '../../ledger/book-date.ts';
import type { SumStore } from '../sums-store.ts';
import type { Connections, Sqlite } from './open.ts';

/** Before Stripe's first payment, and beyond what time zones are known for. */
const FIRST_MONTH = '2010-01';
const LAST_MONTH = '2079-12';

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
      rebuildPlanSpans(writer);
    })
    .immediate();
}

/** Sums up every recurring pledge anew. Runs inside the caller's transaction. */
export function rebuildPlanSpans(writer: Sqlite): void {
  writer.exec(`delete from plan_spans;
    insert into plan_spans (started_in, ended_in, frequency, currency, status, plans, amount_minor)
    select started_in, ended_in, frequency, currency, status, count(*), sum(amount_minor) from plan_rows group by 1, 2, 3, 4, 5`);
}

function monthStarts(zone: string): { period: string; startsAt: number }[] {
  const months = [];
  for (let period = FIRST_MONTH; period <= LAST_MONTH; period = nextPeriod(period))
    months.push({ period, startsAt: startOfDay(`${period}-01`, zone).getTime() });
  return months;
}

export function planSpanStore({ reader }: Connections): SumStore {
  const spans = reader.prepare(
    `select started_in as startedIn, nullif(ended_in, '') as endedIn, frequency, sum(plans) as plans from plan_spans
     group by started_in, ended_in, frequency having sum(plans) <> 0 order by 1, 2 nulls last, 3`,
  );
  const byStatus = reader.prepare(
    `select currency, frequency, status, sum(plans) as plans, sum(amount_minor) as amountMinor from plan_spans
     where ended_in in ('', ?) group by currency, frequency, status having sum(plans) <> 0 order by 1, 2, 3`,
  );
  const wrong = reader
    .prepare(
      `select started_in || ' to ' || ended_in || ' ' || frequency || ' ' || currency || ' ' || status from (
         select started_in, ended_in, frequency, currency, status, plans, amount_minor from plan_spans
         union all
         select started_in, ended_in, frequency, currency, status, -1, -amount_minor from plan_rows)
       group by started_in, ended_in, frequency, currency, status having sum(plans) <> 0 or sum(amount_minor) <> 0 order by 1 limit 1`,
    )
    .pluck();
  return {
    async wrongSums() {
      const where = wrong.get() as string | undefined;
      return where === undefined
        ? []
        : [{ what: 'a sum of recurring pledges that is not that of its pledges', where }];
    },
    async planSpans() {
      return spans.all() as PlanSpan[];
    },
    async plansByStatus(endedIn) {
      return byStatus.all(endedIn) as PlanStatusRow[];
    },
  };
}
