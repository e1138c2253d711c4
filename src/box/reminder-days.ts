import { languageOf } from './language.ts';

/** Days a reader may choose from, each as YYYY-MM-DD. */
export type ReminderDays = { soon: string; threeMonths: string; first: string; last: string };

/** From the 20th on, the first of next month would come too soon; everything is then a month later. */
const LATE_IN_MONTH = 20;

/**
 * The days on offer, counted from a day: the reader's own in the browser, the book zone's on the server, which is
 * the judge.
 */
export function reminderDays(today: string): ReminderDays {
  const first = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
  const soon = monthsOn(`${today.slice(0, 8)}01`, Number(today.slice(8)) < LATE_IN_MONTH ? 1 : 2);
  return { soon, threeMonths: monthsOn(soon, 2), first, last: monthsOn(today, 12) };
}

/** The same day of the month so many months later; the month's last day where it is shorter. */
export function monthsOn(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const to = new Date(Date.UTC(year, month + months, 0));
  to.setUTCDate(Math.min(date, to.getUTCDate()));
  return to.toISOString().slice(0, 10);
}

/** "1 December", "Tuesday, 1 December" or "1 December 2026": in the words of the language, fit for a sentence. */
export function dayText(lang: string, day: string, style: 'plain' | 'weekday' | 'year' = 'plain'): string {
  return dateWords(lang, new Date(`${day}T00:00:00Z`), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(style === 'weekday' ? { weekday: 'long' } : {}),
    ...(style === 'year' ? { year: 'numeric' } : {}),
  });
}

/** A date between words: no "г." behind a year, the first of a month as French writes it, one language per sentence. */
export function dateWords(lang: string, date: Date, format: Intl.DateTimeFormatOptions): string {
  const language = languageOf(lang);
  // Days before months, as everywhere but in the United States; a language without words of its own reads English ones.
  const locale = language !== 'en' || lang.startsWith('en-') ? lang : 'en-GB';
  const words = new Intl.DateTimeFormat(locale, format).format(date).replace(/\s?[гр]\.$/, '');
  return language === 'fr' ? words.replace(/(?<!\d)1(?= \p{L})/u, '1er') : words;
}
