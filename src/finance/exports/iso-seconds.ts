import { remember } from '../../remember.ts';

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
/** The dates of the days that a file is about: a line has three instants, seldom of one day. */
const dates = remember<string>(1000);

/**
 * An instant as ISO 8601 in whole seconds with Z. A day's date is made once: several times as fast as toISOString, which an
 * export calls several times a row.
 */
export function isoSeconds(at: Date | null): string | null {
  if (at === null) return null;
  const ms = at.getTime();
  const day = Math.floor(ms / DAY_MS);
  const date = dates(day, () => at.toISOString().slice(0, 11));
  const seconds = Math.floor((ms - day * DAY_MS) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${date}${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}Z`;
}
