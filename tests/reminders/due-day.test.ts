import { describe, expect, it } from 'vitest';
import { bookDate, nextDay } from '../../src/ledger/book-date.ts';
import { choosableDays, dueAt, dueDay, monthsOn } from '../../src/reminders/due-day.ts';

const ZONE = 'Europe/Amsterdam';
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** Every day from one to another. */
function* days(from: string, to: string): Generator<string> {
  for (let day = from; day <= to; day = nextDay(day)) yield day;
}

describe('the day of a reminder', () => {
  it('is the first of next month, and from the 20th on of the month after, on every day of four years', () => {
    for (const today of days('2026-01-01', '2029-12-31')) {
      const due = dueDay('next_month', noon(today), ZONE) ?? '';
      const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
      // Date.UTC carries months over the year's end by itself: another way to the same day.
      const expected = new Date(Date.UTC(year, month - 1 + (day >= 20 ? 2 : 1), 1)).toISOString();
      expect(`${today} ${due}`).toBe(`${today} ${expected.slice(0, 10)}`);
      expect(due > today).toBe(true);
    }
  });

  it('is the first of the third month from now, on every day of four years', () => {
    for (const today of days('2026-01-01', '2029-12-31')) {
      const [year = 0, month = 0] = today.split('-').map(Number);
      const expected = new Date(Date.UTC(year, month + 2, 1)).toISOString().slice(0, 10);
      expect(dueDay('three_months', noon(today), ZONE)).toBe(expected);
    }
  });

  it('may be any day from tomorrow to twelve months on, and no other, on every day of four years', () => {
    for (const today of days('2026-01-01', '2029-12-31')) {
      const { first, last } = choosableDays(noon(today), ZONE);
      expect(first).toBe(nextDay(today));
      expect(last.slice(5)).toBe(today.endsWith('02-29') ? '02-28' : today.slice(5));
      expect(Number(last.slice(0, 4))).toBe(Number(today.slice(0, 4)) + 1);
      expect(dueDay(first, noon(today), ZONE)).toBe(first);
      expect(dueDay(last, noon(today), ZONE)).toBe(last);
      expect(dueDay(today, noon(today), ZONE)).toBeNull();
      expect(dueDay(nextDay(last), noon(today), ZONE)).toBeNull();
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

  it('is counted in the book zone: after midnight there it is tomorrow already', () => {
    const lateEvening = new Date('2026-11-19T23:30:00Z');
    expect(dueDay('next_month', lateEvening, 'UTC')).toBe('2026-12-01');
    expect(dueDay('next_month', lateEvening, ZONE)).toBe('2027-01-01');
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
      for (const day of days('2026-01-01', '2029-12-31')) {
        const at = dueAt(day, zone);
        expect(`${bookDate(at, zone)} ${formatter.format(at)}`).toBe(`${day} 10:00`);
      }
    }
  }, 60_000);

  it('moves by a month to the same day, or to the last day of a shorter month', () => {
    expect(monthsOn('2027-01-31', 1)).toBe('2027-02-28');
    expect(monthsOn('2028-01-31', 1)).toBe('2028-02-29');
    expect(monthsOn('2026-12-01', 1)).toBe('2027-01-01');
    expect(monthsOn('2028-02-29', 12)).toBe('2029-02-28');
  });
});
