import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarFile, fold } from '../../src/reminders/calendar.ts';
import { loudWords } from '../../src/reminders/neutral.ts';
import { reminderApp, type ReminderApp } from './reminder-app.ts';

const now = new Date('2026-11-22T12:34:56Z');

describe('the calendar file', () => {
  it('is one all-day event with a neutral name and an alarm at nine', () => {
    const lines = calendarFile({ day: '2026-12-31', lang: 'en', now }).split('\r\n');
    expect(lines[0]).toBe('BEGIN:VCALENDAR');
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
    expect(lines).toContain('DTSTART;VALUE=DATE:20261231');
    expect(lines).toContain('DTEND;VALUE=DATE:20270101');
    expect(lines).toContain('SUMMARY:Reading list');
    expect(lines).toContain('TRIGGER;RELATED=START:PT9H');
    expect(calendarFile({ day: '2026-12-31', lang: 'ru', now })).toContain('SUMMARY:Список чтения\r\n');
  });

  it('ends every line with CRLF and holds no other', () => {
    const file = calendarFile({ day: '2026-12-01', lang: 'ru', now });
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('folds lines after 75 octets and never inside a letter', () => {
    const line = `SUMMARY:${'Список чтения '.repeat(12)}`;
    const folded = fold(line).split('\r\n');
    expect(folded.length).toBeGreaterThan(3);
    for (const part of folded) {
      expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
      expect(part).not.toContain('�');
    }
    expect(folded.map((part, i) => (i === 0 ? part : part.slice(1))).join('')).toBe(line);
  });

  it('is the same event when it is saved twice, and another one on another day', () => {
    const uid = (day: string, at: Date) => /UID:(.+)\r/.exec(calendarFile({ day, lang: 'en', now: at }))?.[1];
    expect(uid('2026-12-01', now)).toBe(uid('2026-12-01', new Date('2026-11-23T09:00:00Z')));
    expect(uid('2026-12-01', now)).not.toBe(uid('2026-12-02', now));
  });

  it('says nothing of us, of money, or of the hour at which it was made', () => {
    for (const lang of ['en', 'ru']) {
      const file = calendarFile({ day: '2026-12-01', lang, now });
      expect(loudWords(file, ['The Example Times'])).toEqual([]);
      expect(file).not.toMatch(/https?:|URL|ORGANIZER|reader-support|123456/i);
    }
  });
});

describe('GET /v1/reminders/calendar.ics', () => {
  let app: ReminderApp;
  beforeAll(async () => (app = await reminderApp()));
  afterAll(() => app.close());

  it('gives the file to save, to the pages of the publisher only, and to no cache', async () => {
    const path = '/v1/reminders/calendar.ics?when=three_months&lang=ru&campaign=article';
    const answer = await app.get(path, { Origin: 'https://news.example.org' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="note.ics"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://news.example.org');
    expect(await answer.text()).toContain('DTSTART;VALUE=DATE:20270301');
    const foreign = await app.get(path, { Origin: 'https://elsewhere.example' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['', 'when', 400],
    ['when=soon', 'when', 422],
    ['when=2026-11-22', 'when', 422],
    ['when=next_month&lang=%0d%0a', 'lang', 400],
    ['when=next_month&campaign=A%20B', 'campaign', 400],
    ['when=next_month&email=a@example.org', 'email', 400],
    ['when=next_month&when=next_month', 'when', 400],
  ])('refuses ?%s and names the field', async (query, field, status) => {
    const answer = await app.get(`/v1/reminders/calendar.ics?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ field, status });
  });

  it('stores nothing and logs nothing', async () => {
    const before = app.lines.length;
    const bytes = () =>
      readdirSync(join(app.folder, 'data')).map(
        (name) => readFileSync(join(app.folder, 'data', name)).length,
      );
    const size = bytes();
    await app.get('/v1/reminders/calendar.ics?when=next_month&lang=en');
    expect(app.lines.slice(before)).toEqual([]);
    expect(bytes()).toEqual(size);
    expect(await app.store.reminderCounts()).toEqual({});
  });
});
