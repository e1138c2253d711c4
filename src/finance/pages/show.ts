import { bookDate, nextPeriod, periodRange, previousPeriod } from '../../ledger/book-date.ts';
import { currencyDigits, minorToDecimal } from '../../money.ts';
import { remember } from '../../remember.ts';
import type { PageLang } from './texts.ts';

// How the pages write numbers and times. The scale of an amount comes from money.ts; Intl only dresses
// the exact decimal. Minus is U+2212, which lines up with the digits.

const MINUS = '\u2212';

/** Writes values in one language and zone. */
export type Show = ReturnType<typeof shower>;

export function shower(lang: PageLang, zone: string) {
  const number = (value: string | number | bigint, options: Intl.NumberFormatOptions) =>
    formatter(lang, options)
      .format(value as `${number}`)
      .replaceAll('-', MINUS);
  const digits = (currency: string) => ({
    minimumFractionDigits: currencyDigits(currency),
    maximumFractionDigits: currencyDigits(currency),
  });
  const at = (instant: Date, options: Intl.DateTimeFormatOptions) =>
    dateFormatter(lang, { timeZone: zone, ...options })
      .format(instant)
      // The one English month that Intl cuts to four letters.
      .replace(/\bSept\b/, 'Sep');
  // A day and its month stay on one line.
  const kept = (text: string) => text.replaceAll(' ', '\u00a0');
  const monthStart = (period: string) => periodRange(period, zone).from;
  return {
    count: (value: number) => number(value, {}),
    /** +83, −2, 0. */
    change: (value: number) => number(value, { signDisplay: 'exceptZero' }),
    /** €1,234.50 */
    money: (minor: number, currency: string) =>
      number(minorToDecimal(minor, currency), { style: 'currency', currency, ...digits(currency) }),
    /** 1,234.50, for columns that name their currency. */
    amount: (minor: number, currency: string) => number(minorToDecimal(minor, currency), digits(currency)),
    /** €34,870: a rounded figure. */
    round: (minor: number, currency: string) =>
      number(minorToDecimal(minor, currency), { style: 'currency', currency, maximumFractionDigits: 0 }),
    /** €56.5k, for the chart. */
    compact: (minor: number, currency: string) =>
      number(minorToDecimal(minor, currency), {
        style: 'currency',
        currency,
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      }).replace(/(?<=\d)K$/, 'k'),
    percent: (share: number, fractionDigits: number) =>
      number(share, {
        style: 'percent',
        minimumFractionDigits: fractionDigits,
        maximumFractionDigits: fractionDigits,
      }),
    time: (instant: Date) =>
      at(instant, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    /** 20 Oct 2026, the day that an instant falls on in the zone. */
    date: (instant: Date) => at(instant, { day: 'numeric', month: 'short', year: 'numeric' }),
    /** 20 Oct 2026, for what is a day to begin with and comes as its midnight in UTC. */
    day: (instant: Date) => at(instant, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
    /** October 2026 */
    month: (period: string) => {
      const start = monthStart(period);
      const name = at(start, { month: 'long' });
      return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${period.slice(0, 4)}`;
    },
    /** October, as it stands within a sentence. */
    monthName: (period: string) => at(monthStart(period), { month: 'long' }),
    /** Oct */
    shortMonth: (period: string) => at(monthStart(period), { month: 'short' }).replace('.', ''),
    /** 1 October */
    firstDay: (period: string) => kept(at(monthStart(period), { day: 'numeric', month: 'long' })),
    /** 31 October */
    lastDay: (period: string) =>
      kept(at(new Date(monthStart(nextPeriod(period)).getTime() - 1), { day: 'numeric', month: 'long' })),
  };
}

/** So many months up to one, oldest first. */
export function monthsUpTo(last: string, howMany: number): string[] {
  const months = [last];
  while (months.length < howMany) months.unshift(previousPeriod(months[0] ?? last));
  return months;
}

/** The month that now belongs to in a zone. */
export function currentPeriod(now: Date, zone: string): string {
  return bookDate(now, zone).slice(0, 7);
}

// Making one takes two hundred times as long as using it, and a page writes dozens of numbers and dates. Any zone can be asked
// for: what one deployment uses fits in many times over.
const numberFormats = remember<Intl.NumberFormat>(100);
const dateFormats = remember<Intl.DateTimeFormat>(100);

const formatter = (lang: PageLang, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  numberFormats(`${lang} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(lang, options));

const dateFormatter = (lang: PageLang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  dateFormats(
    `${lang} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, options),
  );
