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

/** "1 December", or "Tuesday, 1 December", in the words of the language. */
export function dayText(lang: string, day: string, style: 'plain' | 'weekday' = 'plain'): string {
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(style === 'weekday' ? { weekday: 'long' } : {}),
  }).format(new Date(`${day}T00:00:00Z`));
}
