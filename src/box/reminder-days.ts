import { languageOf } from './language.ts';

/** Days a reader may choose from, each as YYYY-MM-DD. */
export type ReminderDays = { soon: string; threeMonths: string; first: string; last: string };

/** From the 20th on, the first of next month would come too soon. */
const LATE_IN_MONTH = 20;

/**
 * The days on offer, counted from a day: the reader's own in the browser, the book zone's on the server, which is
 * the judge.
 */
export function reminderDays(today: string): ReminderDays {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const at = (months: number, on: number): string =>
    new Date(Date.UTC(year, month - 1 + months, on)).toISOString().slice(0, 10);
  const nextYear = at(12, day);
  return {
    soon: at(day >= LATE_IN_MONTH ? 2 : 1, 1),
    threeMonths: at(3, 1),
    first: at(0, day + 1),
    // 29 February has no namesake a year later.
    last: nextYear.slice(5, 7) === today.slice(5, 7) ? nextYear : at(13, 0),
  };
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
