import { reminderDays } from '../box/reminder-days.ts';
import { bookDate, instantOf, isDay } from '../ledger/book-date.ts';

/** The first and the last day that a reader may choose. */
export type DayRange = { first: string; last: string };

const MAIL_HOUR = '10:00';

/** The day that a reader's choice means, or null where it is no day that may be chosen. */
export function dueDay(when: string, now: Date, zone: string): string | null {
  const { soon, threeMonths, first, last } = reminderDays(bookDate(now, zone));
  if (when === 'next_month') return soon;
  if (when === 'three_months') return threeMonths;
  return isDay(when) && when >= first && when <= last ? when : null;
}

/** Tomorrow to twelve months on. */
export function choosableDays(now: Date, zone: string): DayRange {
  const { first, last } = reminderDays(bookDate(now, zone));
  return { first, last };
}

/** The same day of the month so many months later; the month's last day where it is shorter. */
export function monthsOn(day: string, months: number): string {
  const first = firstOfMonth(day, months);
  const [year = 0, month = 0] = first.split('-').map(Number);
  return `${first.slice(0, 8)}${pad(Math.min(dayOf(day), daysIn(year, month)))}`;
}

/** When the mail of a day goes out: 10:00 in the zone, on days of 23 and 25 hours too. */
export function dueAt(day: string, zone: string): Date {
  return instantOf(day, MAIL_HOUR, zone);
}

function firstOfMonth(day: string, monthsLater: number): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const index = year * 12 + (month - 1) + monthsLater;
  return `${Math.floor(index / 12)}-${pad((index % 12) + 1)}-01`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dayOf(day: string): number {
  return Number(day.slice(8));
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
