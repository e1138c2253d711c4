import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, reminderApp, type ReminderApp } from './reminder-app.ts';

// The box promises the day that it counted where the reader is; the service keeps the promise in its own zone.

let app: ReminderApp;
beforeEach(async () => (app = await reminderApp({ publisher: { bookZone: 'Europe/Riga' } })));
afterEach(() => app.close());

/** Asks for a day at a moment, confirms, and returns how many mails then were due. */
async function confirmed(at: string, when: string): Promise<{ promised: string; sent: number }> {
  app.setClock(new Date(at));
  expect((await app.ask({ when })).status).toBe(202);
  await app.send();
  const page = await app.form(`${app.linkIn(app.smtp.accepted.at(-1)?.mail)}/confirm`);
  const { sent } = await app.send();
  return { promised: /We will write on ([^.<]+)/.exec(await page.text())?.[1] ?? '', sent };
}

describe('a day that a reader chose in another zone', () => {
  it('in Pago Pago tomorrow is today in Riga: before ten the mail waits for ten', async () => {
    // 9:30 in Riga on the first of December, the evening before in Pago Pago.
    expect(await confirmed('2026-12-01T07:30:00Z', '2026-12-01')).toEqual({
      promised: '1 December',
      sent: 0,
    });
    app.pass(29 * MINUTE);
    expect(await app.send()).toMatchObject({ sent: 0 });
    app.pass(MINUTE);
    expect(await app.send()).toMatchObject({ sent: 1 });
    expect(app.smtp.accepted.at(-1)?.mail.subject).toBe('The note you asked for');
  });

  it('and after ten it goes out as soon as the reader has confirmed, once', async () => {
    expect(await confirmed('2026-12-01T08:30:00Z', '2026-12-01')).toEqual({
      promised: '1 December',
      sent: 1,
    });
    expect(await app.send()).toEqual({ sent: 0, failed: 0, retried: 0 });
    expect(await app.store.reminderCounts()).toEqual({ sent: 1 });
  });

  it('in Kiritimati the last day may be one after the last in Riga, and no more', async () => {
    app.setClock(new Date('2026-11-30T10:00:00Z'));
    expect((await app.ask({ when: '2027-12-01' })).status).toBe(202);
    const refused = await app.ask({ when: '2027-12-02' });
    expect(refused.status).toBe(422);
    // What may be chosen is said by the calendar of the publisher, who cannot know the reader's.
    expect(await refused.json()).toMatchObject({
      field: 'when',
      detail: 'Choose a day from tomorrow to 30 November 2027.',
    });
  });

  it('is the day in the calendar file too', async () => {
    app.setClock(new Date('2026-12-01T08:30:00Z'));
    for (const [when, day] of [
      ['2026-12-01', '20261201'],
      ['2027-12-01', '20271201'],
      ['next_month', '20270101'],
    ]) {
      const file = await app.get(`/v1/reminders/calendar.ics?when=${when}&lang=en`);
      expect(await file.text()).toContain(`DTSTART;VALUE=DATE:${day}\r\n`);
    }
  });
});
