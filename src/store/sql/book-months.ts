import { monthsThrough, startOfDay } from '../../ledger/book-date.ts';
import type { Finding } from '../store.ts';

/** Before Stripe's first payment, and beyond what time zones are known for. */
const FIRST_MONTH = '2010-01';
const LAST_MONTH = '2079-12';

/** When the months of a zone begin, in milliseconds. */
export function monthStarts(zone: string): { period: string; startsAt: number }[] {
  return monthsThrough(FIRST_MONTH, LAST_MONTH).map((period) => ({
    period,
    startsAt: startOfDay(`${period}-01`, zone).getTime(),
  }));
}

/** The first month that does not begin where its zone says, by this process's own time zone data. */
export function wrongMonth(zone: string, kept: ReadonlyMap<string, number>): Finding[] {
  const months = monthStarts(zone);
  const wrong = months.find(({ period, startsAt }) => kept.get(period) !== startsAt)?.period;
  const where = wrong ?? (kept.size > months.length ? zone : null);
  return where === null
    ? []
    : [{ what: 'a month that begins at another instant than in the book zone', where }];
}
