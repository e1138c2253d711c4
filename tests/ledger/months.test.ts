import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bookDate, nextPeriod, periodRange } from '../../src/ledger/book-date.ts';
import { ledgerEntry, postingsOf } from '../../src/ledger/entry.ts';
import { makeMovement } from '../_support/make.ts';

/** With summer time on either half of the year, by odd minutes, at midnight, and without. */
const ZONES = [
  'Europe/Amsterdam',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'Africa/Cairo',
  'UTC',
];
const zones = fc.constantFrom(...ZONES);
const years = fc.integer({ min: 2020, max: 2037 });
const monthsOf = (year: number) =>
  Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`);

/** The months of a year that hold an instant: there must be one. */
const holding = (at: Date, zone: string) =>
  [at.getUTCFullYear() - 1, at.getUTCFullYear(), at.getUTCFullYear() + 1]
    .flatMap(monthsOf)
    .filter((period) => {
      const { from, to } = periodRange(period, zone);
      return from <= at && at < to;
    });

const instants = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2037-12-31T23:59:59.999Z'),
  noInvalidDate: true,
}); // prettier-ignore

/** The wall clock of a zone to the millisecond, by another road than src/ledger/book-date.ts takes. */
function wallClock(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3,
  }).formatToParts(at); // prettier-ignore
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}.${of('fractionalSecond')}`;
}

describe('months (I10)', () => {
  test.prop([instants, zones], { numRuns: 60 })('hold every instant in exactly one', (at, zone) => {
    expect(holding(at, zone)).toEqual([bookDate(at, zone).slice(0, 7)]);
  });

  test.prop([years, fc.nat({ max: 11 }), zones])('begin at 00:00 and end at 23:59:59.999 of their zone', (year, month, zone) => {
    const period = monthsOf(year)[month] ?? '';
    const { from, to } = periodRange(period, zone);
    expect(wallClock(from, zone)).toBe(`${period}-01 00:00:00.000`);
    const last = new Date(to.getTime() - 1);
    expect(wallClock(last, zone)).toMatch(new RegExp(`^${period}-\\d\\d 23:59:59\\.999$`));
    expect([bookDate(last, zone).slice(0, 7), bookDate(to, zone).slice(0, 7)]).toEqual([period, nextPeriod(period)]);
  }); // prettier-ignore

  test.prop([years, zones], { numRuns: 40 })('fit together to years, whatever clocks do within them', (year, zone) => {
    const ranges = monthsOf(year).map((period) => periodRange(period, zone));
    ranges.slice(1).forEach((range, i) => expect(range.from).toEqual(ranges[i]?.to));
    expect(ranges.at(-1)?.to).toEqual(periodRange(`${year + 1}-01`, zone).from);
    const hours = ranges.map(({ from, to }) => (to.getTime() - from.getTime()) / 3_600_000);
    const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
    expect(Math.round(hours.reduce((sum, each) => sum + each))).toBe((leap ? 366 : 365) * 24);
  }); // prettier-ignore

  it.each([
    ['Europe/Amsterdam', '2026-03', 31 * 24 - 1],
    ['Europe/Amsterdam', '2026-10', 31 * 24 + 1],
    ['America/New_York', '2026-03', 31 * 24 - 1],
    ['America/New_York', '2026-11', 30 * 24 + 1],
    ['Pacific/Chatham', '2026-04', 30 * 24 + 1],
    ['Pacific/Chatham', '2026-09', 30 * 24 - 1],
    ['Africa/Cairo', '2026-04', 30 * 24 - 1],
    ['Africa/Cairo', '2026-10', 31 * 24 + 1],
    ['Asia/Kolkata', '2026-10', 31 * 24],
    ['UTC', '2028-02', 29 * 24],
  ])('in %s: %s has %i hours', (zone, period, hours) => {
    const { from, to } = periodRange(period, zone);
    expect((to.getTime() - from.getTime()) / 3_600_000).toBe(hours);
  });

  // Cairo's summer ends at the midnight that ends October's last Thursday: in 2030 that is the 31st.
  it.each([
    ['Africa/Cairo', '2030-10', '2030-11'],
    ['Europe/Amsterdam', '2030-03', '2030-04'], // clocks change on the 31st
    ['Europe/Amsterdam', '2027-10', '2027-11'],
  ])('%s: clocks that change on the last day leave no instant of %s and %s out', (zone, before, after) => {
    const border = periodRange(after, zone).from;
    expect(periodRange(before, zone).to).toEqual(border);
    for (let minute = -180; minute < 180; minute++) {
      const at = new Date(border.getTime() + minute * 60_000);
      expect(bookDate(at, zone).slice(0, 7)).toBe(minute < 0 ? before : after);
    }
  });

  test.prop([zones, years, fc.array(fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), net: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }) }), { maxLength: 60 })], { numRuns: 60 })(
    'sum to the year, twelve of them, to the last unit (I10, I12)',
    (zone, year, moves) => {
      const [from, to] = [periodRange(`${year}-01`, zone).from.getTime(), periodRange(`${year}-12`, zone).to.getTime()];
      const sums = new Map(monthsOf(year).map((period) => [period, 0]));
      for (const { at, net } of moves) {
        const period = bookDate(new Date(from + Math.floor(at * (to - from))), zone).slice(0, 7);
        expect(sums.has(period)).toBe(true);
        sums.set(period, (sums.get(period) ?? 0) + net);
      }
      const year12 = [...sums.values()].reduce((sum, each) => sum + each, 0);
      expect(year12).toBe(moves.reduce((sum, { net }) => sum + net, 0));
    },
  ); // prettier-ignore
});

describe('the month of an entry', () => {
  test.prop([instants, instants, zones])('is its own movement’s, whenever its payment was (I9)', (paid, refunded, zone) => {
    const refund = makeMovement({ kind: 'refund', createdAt: refunded, availableAt: paid, originalBalanceTransactionId: 'txn_paid', grossMinor: -500, feeMinor: 0 });
    const entry = ledgerEntry(refund, null, { bookDate: bookDate(refund.createdAt, zone), closedThrough: null, recordedAt: paid });
    expect(entry).toMatchObject({ period: wallClock(refunded, zone).slice(0, 7), originalPeriod: null });
  }); // prettier-ignore

  const minor = fc.integer({ min: -1e15, max: 1e15 });
  test.prop([minor, minor])('holds safe integers whose postings sum to zero (I6, I12)', (grossMinor, feeMinor) => {
    const entry = ledgerEntry(makeMovement({ grossMinor, feeMinor }), null, { bookDate: '2026-11-22', closedThrough: null, recordedAt: new Date(0) });
    expect(Number.isSafeInteger(entry.netMinor)).toBe(true);
    expect(postingsOf(entry).reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
  }); // prettier-ignore

  it.each([0.5, 1e16, Number.NaN])('refuses %d, which is no amount (I12)', (grossMinor) => {
    const movement = makeMovement({ grossMinor, feeMinor: 0 });
    expect(() =>
      ledgerEntry(movement, null, { bookDate: '2026-11-22', closedThrough: null, recordedAt: new Date(0) }),
    ).toThrow();
  });
});
