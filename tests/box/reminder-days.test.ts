import { expect, test } from 'vitest';
import { dayText, reminderDays } from '../../src/box/reminder-days.ts';
import { choosableDays, dueDay } from '../../src/reminders/due-day.ts';

test('the days on offer are those that the server will take', () => {
  for (let at = Date.UTC(2026, 0, 1, 12); at < Date.UTC(2029, 0, 1); at += 86_400_000) {
    const now = new Date(at);
    const { soon, threeMonths, first, last } = reminderDays(now.toISOString().slice(0, 10));
    expect(soon).toBe(dueDay('next_month', now, 'UTC'));
    expect(threeMonths).toBe(dueDay('three_months', now, 'UTC'));
    expect({ first, last }).toEqual(choosableDays(now, 'UTC'));
  }
});

test('a day is written as its language writes it', () => {
  expect(dayText('en', '2026-12-01')).toBe('1 December');
  expect(dayText('ru', '2026-12-01', 'weekday')).toBe('вторник, 1 декабря');
});
