import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarFile, escapeText, fold } from '../../src/reminders/calendar.ts';
import { loudWords } from '../../src/reminders/neutral.ts';
import { MAIL_WORDS } from '../../src/reminders/texts.ts';
import { reminderApp, type ReminderApp } from './reminder-app.ts';

const now = new Date('2026-11-22T12:34:56Z');
const LANGUAGES = Object.entries(MAIL_WORDS).map(([lang, { mail }]) => [lang, mail.calendarEntry] as const);

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

  it.each(LANGUAGES)(
    'in %s opens as one event called “%s”, with an alarm at nine where the reader is',
    (lang, name) => {
      const file = calendarFile({ day: '2028-02-29', lang, now });
      const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
      expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
      expect(calendar.getAllSubcomponents().map((part) => part.name)).toEqual(['vevent']);
      const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') as ICAL.Component);
      expect(event.summary).toBe(name);
      expect([event.startDate.isDate, event.startDate.toString(), event.endDate.toString()]).toEqual([
        true,
        '2028-02-29',
        '2028-03-01',
      ]);
      expect(event.duration.toString()).toBe('P1D');
      expect(event.uid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      const [alarm, ...more] = event.component.getAllSubcomponents();
      expect([alarm?.name, alarm?.getFirstPropertyValue('action'), more]).toEqual(['valarm', 'DISPLAY', []]);
      expect(alarm?.getFirstPropertyValue('description')).toBe(name);
      // A day has no zone of its own: it begins where the calendar is, and the alarm with it.
      const { year, month, day } = event.startDate;
      const at = new ICAL.Time({ year, month, day, isDate: false }, ICAL.Timezone.localTimezone);
      at.addDuration(alarm?.getFirstPropertyValue('trigger') as ICAL.Duration);
      expect([at.toString(), at.zone.tzid]).toEqual(['2028-02-29T09:00:00', 'floating']);
      // Written again by the library, it says the same: nothing in it was passed over or repaired.
      const unfolded = (text: string) => text.replaceAll('\r\n ', '').trim().split('\r\n');
      const trigger = (line: string) =>
        line.replace('TRIGGER;RELATED=START:', 'TRIGGER:').replace(/^TRIGGER.*:/, 'TRIGGER:');
      expect(unfolded(calendar.toString()).map(trigger)).toEqual(unfolded(file).map(trigger));
    },
  );

  it('keeps any name as it is written, commas, semicolons, backslashes and line breaks among it', () => {
    const read = (line: string) =>
      new ICAL.Component(
        ICAL.parse(`BEGIN:VEVENT\r\n${line}\r\nEND:VEVENT`) as unknown[],
      ).getFirstPropertyValue('summary');
    expect(escapeText('a, b; c\\d\ne')).toBe('a\\, b\\; c\\\\d\\ne');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from(',;:\\nN"\n aбق語')), maxLength: 200 }),
        (name) => {
          const line = fold(`SUMMARY:${escapeText(name)}`);
          expect(line.replaceAll('\r\n ', '')).not.toMatch(/[\r\n]/);
          expect(read(line)).toBe(name);
        },
      ),
    );
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
    for (const [lang] of LANGUAGES) {
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
