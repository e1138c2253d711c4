import { reminderDays } from '../box/reminder-days.ts';
import { bookDate, instantOf, isDay } from '../ledger/book-date.ts';

/** The first and the last day that a reader may choose. */
export type DayRange = { first: string; last: string };

const MAIL_HOUR = '10:00';
/** Hours from UTC of the zones where a day begins last and first. */
const FARTHEST_WEST_HOURS = -12;
const FARTHEST_EAST_HOURS = 14;

/**
 * The day that a reader's choice means, or null where it is no day that may be chosen. The two keywords are
 * counted in the zone. A day of the reader's own was counted where the reader is, so each day is taken that
 * somebody on Earth may choose at this moment: their tomorrow may be today here, their last day one after ours.
 */
export function dueDay(when: string, now: Date, zone: string): string | null {
  const { soon, threeMonths } = reminderDays(bookDate(now, zone));
  if (when === 'next_month') return soon;
  if (when === 'three_months') return threeMonths;
  const { first } = reminderDays(dayAt(now, FARTHEST_WEST_HOURS));
  const { last } = reminderDays(dayAt(now, FARTHEST_EAST_HOURS));
  return isDay(when) && when >= first && when <= last ? when : null;
}

/** Tomorrow to twelve months on, by the calendar of the zone: what a page of ours offers. */
export function choosableDays(now: Date, zone: string): DayRange {
  const { first, last } = reminderDays(bookDate(now, zone));
  return { first, last };
}

/** When the mail of a day goes out: 10:00 in the zone, on days of 23 and 25 hours too. */
export function dueAt(day: string, zone: string): Date {
  return instantOf(day, MAIL_HOUR, zone);
}

function dayAt(now: Date, hoursFromUtc: number): string {
  return new Date(now.getTime() + hoursFromUtc * 3_600_000).toISOString().slice(0, 10);
}
