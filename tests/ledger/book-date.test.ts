import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  bookDate,
  instantOf,
  isDay,
  isPeriod,
  isZone,
  nextDay,
  nextPeriod,
  periodRange,
  startOfDay,
} from '../../src/ledger/book-date.ts';

const ZONES = ['Europe/Amsterdam', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC']; // prettier-ignore
const instants = fc.date({
  min: new Date('2019-01-01T00:00:00Z'),
  max: new Date('2039-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('a day', () => {
  it.each([
    ['2026-11-22T22:59:59.999Z', 'Europe/Amsterdam', '2026-11-22'],
    ['2026-11-22T23:00:00.000Z', 'Europe/Amsterdam', '2026-11-23'],
    ['2026-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2027-01-01'],
    ['2027-01-01T10:59:59.000Z', 'Pacific/Pago_Pago', '2026-12-31'],
  ])('of %s in %s is %s', (at, zone, day) => {
    expect(bookDate(new Date(at), zone)).toBe(day);
  });

  test.prop([instants, fc.constantFrom(...ZONES)])(
    'begins where the day before ends, also where clocks change (I10)',
    (at, zone) => {
      const day = bookDate(at, zone);
      const [from, to] = [startOfDay(day, zone), startOfDay(nextDay(day), zone)];
      expect(from <= at && at < to).toBe(true);
      expect(bookDate(from, zone)).toBe(day);
      expect(bookDate(new Date(from.getTime() - 1), zone) < day).toBe(true);
    },
  );

  it.each([
    ['2026-02-28', '2026-03-01'],
    ['2028-02-28', '2028-02-29'],
    ['2026-12-31', '2027-01-01'],
  ])('after %s is %s', (day, next) => {
    expect(nextDay(day)).toBe(next);
  });

  it.each(['2026-11-22', '2000-01-01', '2199-12-31', '2028-02-29'])('is %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-11-00', '1999-12-31', '2200-01-01', '2026-1-01', '2026-01-1', '26-01-01', 'x2026-01-01', '2026-01-01x', '2026-01-01T00:00', '+012026-01-01', ''])(
    'is not %j',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  ); // prettier-ignore
});

describe('a month', () => {
  it.each(['2026-11', '2000-01', '2199-12', '2028-10', '2026-09'])('is %s', (text) => {
    expect(isPeriod(text)).toBe(true);
  });

  const wrong = ['2026-00', '2026-13', '2026-20', '1999-12', '2200-01', '2026-1', '202-01', '20ab-01', '2026-11-01', 'x2026-11', '2026-11x', '']; // prettier-ignore
  it.each(wrong)('is not %j', (text) => {
    expect(isPeriod(text)).toBe(false);
  });
});

describe('a wall clock', () => {
  it.each([
    ['2026-11-22', '03:00', 'Europe/Amsterdam', '2026-11-22T02:00:00.000Z'],
    ['2026-07-01', '00:00', 'Europe/Amsterdam', '2026-06-30T22:00:00.000Z'],
    // 02:30 does not happen: the first minute that is later. And it happens twice: the first time.
    ['2026-03-29', '02:30', 'Europe/Amsterdam', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25', '02:30', 'Europe/Amsterdam', '2026-10-25T00:30:00.000Z'],
    ['2026-11-22', '00:00', 'Pacific/Kiritimati', '2026-11-21T10:00:00.000Z'],
    ['2026-11-22', '00:00', 'Etc/GMT+12', '2026-11-22T12:00:00.000Z'],
    ['2026-11-22', '09:15', 'Asia/Kathmandu', '2026-11-22T03:30:00.000Z'],
  ])('shows %s %s in %s at %s', (day, time, zone, at) => {
    expect(instantOf(day, time, zone).toISOString()).toBe(at);
  });
});

describe('a month', () => {
  it.each([
    ['2026-11', '2026-12'],
    ['2026-12', '2027-01'],
    ['2026-01', '2026-02'],
    ['2026-09', '2026-10'],
  ])('after %s is %s', (period, next) => {
    expect(nextPeriod(period)).toBe(next);
  });

  it('is half open, in the zone of the books', () => {
    expect(periodRange('2026-03', 'Europe/Amsterdam')).toEqual({
      from: new Date('2026-02-28T23:00:00Z'),
      to: new Date('2026-03-31T22:00:00Z'),
    });
  });

  it('is the same for the next caller, whatever one does with the dates, and in each zone its own', () => {
    periodRange('2031-05', 'Europe/Amsterdam').from.setTime(0);
    expect(periodRange('2031-05', 'Europe/Amsterdam').from).toEqual(new Date('2031-04-30T22:00:00Z'));
    expect(periodRange('2031-05', 'Asia/Tokyo').from).toEqual(new Date('2031-04-30T15:00:00Z'));
  });

  test.prop([instants, fc.constantFrom(...ZONES)])('holds every instant exactly once (I10)', (at, zone) => {
    const period = bookDate(at, zone).slice(0, 7);
    const { from, to } = periodRange(period, zone);
    expect(from <= at && at < to).toBe(true);
    expect(periodRange(nextPeriod(period), zone).from).toEqual(to);
  });
});

describe('a zone', () => {
  it.each(['Europe/Amsterdam', 'UTC', 'Etc/GMT+12'])('is %s', (zone) => expect(isZone(zone)).toBe(true));
  it.each(['Europe/Atlantis', '+01:00', '-05:00', ''])('is not %j', (zone) =>
    expect(isZone(zone)).toBe(false),
  );
});
