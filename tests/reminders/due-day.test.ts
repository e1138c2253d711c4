import { describe, expect, it } from 'vitest';
import { monthsOn } from '../../src/box/reminder-days.ts';
import { bookDate } from '../../src/ledger/book-date.ts';
import { choosableDays, dueAt, dueDay } from '../../src/reminders/due-day.ts';

const ZONE = 'Europe/Amsterdam';
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** A wall calendar: every day of each month in order. What is expected is looked up in it, never computed. */
const CALENDAR = [2026, 2027, 2028, 2029, 2030, 2031].flatMap((year) =>
  [31, year === 2028 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((length, month) =>
    Array.from({ length }, (_, i) =>
      [year, month + 1, i + 1].map((one) => String(one).padStart(2, '0')).join('-'),
    ),
  ),
);
const DAYS = CALENDAR.flat();
const FIRSTS = CALENDAR.map(([first = '']) => first);
const FOUR_YEARS = DAYS.slice(0, DAYS.indexOf('2030-01-01'));
const dayAfter = (day: string) => DAYS[DAYS.indexOf(day) + 1] ?? '';
const before = (day: string) => DAYS[DAYS.indexOf(day) - 1] ?? '2025-12-31';
const daysBetween = (from: string, to: string) => DAYS.indexOf(to) - DAYS.indexOf(from);
/** The same place in a later month; where that month is too short, the place before it, and so on. */
const inMonths = (day: string, months: number) => {
  const month = CALENDAR.findIndex((days) => days.includes(day));
  const later = CALENDAR[month + months] ?? [];
  return later.findLast((one) => one.slice(8) <= day.slice(8)) ?? '';
};

describe('the day of a reminder', () => {
  it('is the first of next month, and from the 20th on of the month after, on every day of four years', () => {
    const waits = FOUR_YEARS.map((today) => {
      const [next = '', afterNext = ''] = FIRSTS.filter((first) => first > today);
      const due = dueDay('next_month', noon(today), ZONE) ?? '';
      expect(`${today} ${due}`).toBe(`${today} ${Number(today.slice(8)) < 20 ? next : afterNext}`);
      return daysBetween(today, due);
    });
    expect([waits.length, Math.min(...waits), Math.max(...waits)]).toEqual([1461, 10, 43]);
  });

  it('is two months after that in three months, ten weeks off at least, on every day of four years', () => {
    const waits = FOUR_YEARS.map((today) => {
      const firsts = FIRSTS.filter((first) => first > today);
      const due = dueDay('three_months', noon(today), ZONE) ?? '';
      expect(`${today} ${due}`).toBe(`${today} ${firsts[Number(today.slice(8)) < 20 ? 2 : 3]}`);
      return daysBetween(today, due);
    });
    expect([waits.length, Math.min(...waits), Math.max(...waits)]).toEqual([1461, 71, 104]);
  });

  it('is offered from tomorrow to twelve months on, and taken, on every day of four years', () => {
    for (const today of FOUR_YEARS) {
      const { first, last } = choosableDays(noon(today), ZONE);
      expect({ today, first, last }).toEqual({ today, first: dayAfter(today), last: inMonths(today, 12) });
      expect(dueDay(first, noon(today), ZONE)).toBe(first);
      expect(dueDay(last, noon(today), ZONE)).toBe(last);
    }
    expect(choosableDays(noon('2028-02-29'), ZONE).last).toBe('2029-02-28');
  });

  it('is a day that somebody on Earth may choose now, and no other, at each hour of four years', () => {
    for (const today of FOUR_YEARS)
      for (const hour of [0, 9, 10, 11, 12, 23]) {
        const now = new Date(`${today}T${String(hour).padStart(2, '0')}:30:00Z`);
        // At UTC-12 today has come at noon; at UTC+14 tomorrow has come at ten. No zone lies farther out.
        const [west, east] = [hour < 12 ? before(today) : today, hour < 10 ? today : dayAfter(today)];
        const taken = (day: string) => dueDay(day, now, ZONE) !== null;
        const last = inMonths(east, 12);
        const seen = [west, dayAfter(west), last, dayAfter(last)].map(taken);
        expect([today, hour, ...seen]).toEqual([today, hour, false, true, true, false]);
      }
  });

  it.each([
    '',
    'tomorrow',
    '2026-02-30',
    '2026-13-01',
    '26-12-01',
    '2026-12-1',
    '2026-12-01T10:00',
    ' 2026-12-01',
    'NEXT_MONTH',
  ])('is not %j', (when) => expect(dueDay(when, noon('2026-11-22'), ZONE)).toBeNull());

  it('is counted in the book zone where it is named by a word: after midnight there it is tomorrow already', () => {
    const lateEvening = new Date('2026-11-19T23:30:00Z');
    expect(dueDay('next_month', lateEvening, 'UTC')).toBe('2026-12-01');
    expect(dueDay('next_month', lateEvening, ZONE)).toBe('2027-01-01');
    expect(dueDay('three_months', lateEvening, 'UTC')).toBe('2027-02-01');
    expect(dueDay('three_months', lateEvening, ZONE)).toBe('2027-03-01');
  });

  it.each([
    // Where it is the 20th already, the first of January is promised; where it is the 19th, December.
    ['Pacific/Kiritimati', '2026-11-19T11:00:00Z', '2026-11-20'],
    ['Pacific/Pago_Pago', '2026-11-20T10:30:00Z', '2026-11-19'],
    // Where the month is over already, and where it is not.
    ['Pacific/Kiritimati', '2026-11-30T10:00:00Z', '2026-12-01'],
    ['Pacific/Pago_Pago', '2026-12-01T10:59:00Z', '2026-11-30'],
    // The last of February, there and here.
    ['Pacific/Kiritimati', '2028-02-28T12:00:00Z', '2028-02-29'],
    ['Pacific/Pago_Pago', '2028-03-01T03:00:00Z', '2028-02-29'],
  ])('is the one that a reader in %s saw, at %s', (zone, at, theirToday) => {
    const now = new Date(at);
    expect(bookDate(now, zone)).toBe(theirToday);
    expect(bookDate(now, 'Europe/Riga')).not.toBe(theirToday);
    const firsts = FIRSTS.filter((first) => first > theirToday).slice(
      Number(theirToday.slice(8)) < 20 ? 0 : 1,
    );
    const shown = [firsts[0] ?? '', firsts[2] ?? '', dayAfter(theirToday), inMonths(theirToday, 12)];
    expect(shown.map((day) => dueDay(day, now, 'Europe/Riga'))).toEqual(shown);
  });

  it('starts its mail at 10:00 of the zone, on every day of four years, clock changes among them', () => {
    const clock = (zone: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    for (const zone of [
      ZONE,
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
    ]) {
      const formatter = clock(zone);
      for (const day of FOUR_YEARS) {
        const at = dueAt(day, zone);
        expect(`${bookDate(at, zone)} ${formatter.format(at)}`).toBe(`${day} 10:00`);
      }
    }
  }, 60_000);

  it('moves by months to the same day, or to the last day of a shorter month, on every day of four years', () => {
    for (const day of FOUR_YEARS)
      for (const months of [1, 2, 3, 12])
        expect([day, months, monthsOn(day, months)]).toEqual([day, months, inMonths(day, months)]);
    expect(monthsOn('2027-01-31', 1)).toBe('2027-02-28');
    expect(monthsOn('2028-01-31', 1)).toBe('2028-02-29');
    expect(monthsOn('2026-12-01', 1)).toBe('2027-01-01');
    expect(monthsOn('2028-02-29', 12)).toBe('2029-02-28');
  });
});
