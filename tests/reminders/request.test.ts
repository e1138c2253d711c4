import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressLimits } from '../../src/reminders/address-limits.ts';
import { requestReminder } from '../../src/reminders/request-reminder.ts';
import { reminderApp, DAY, HOUR, type ReminderApp } from './reminder-app.ts';

describe('POST /v1/reminders', () => {
  let app: ReminderApp;
  beforeEach(
    async () =>
      (app = await reminderApp({ env: { COUNTRY_HEADER: 'x-country', TRUSTED_PROXIES: '127.0.0.1' } })),
  );
  afterEach(() => app.close());

  it('answers 202 and sends one confirmation mail', async () => {
    const answer = await app.ask({ campaign: 'article' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ status: 'check_inbox' });
    expect(await app.send()).toEqual({ sent: 1, failed: 0, retried: 0 });
    expect(await app.send()).toEqual({ sent: 0, failed: 0, retried: 0 });
    expect(app.smtp.accepted.map(({ to }) => to)).toEqual(['reader@example.org']);
  });

  it('sends the confirmation at once by itself', async () => {
    const own = await reminderApp({ options: { nudge: undefined as never } });
    await own.ask();
    await expect.poll(() => own.smtp.accepted.length).toBe(1);
    await own.close();
  });

  it('answers a known address, an unknown one and one over its limit alike, to the byte', async () => {
    const seen = async (email: string) => {
      const answer = await app.ask({ email });
      const headers = Object.fromEntries(answer.headers);
      delete headers['date'];
      return { status: answer.status, headers, body: await answer.text() };
    };
    const unknown = await seen('first@example.org');
    expect(await seen('first@example.org')).toEqual(unknown);
    expect(await seen('First+again@example.org')).toEqual(unknown);
    expect(await seen('other@example.org')).toEqual(unknown);
    await app.send();
    expect(app.smtp.accepted.map(({ to }) => to)).toEqual(['first@example.org', 'other@example.org']);
  });

  it('sends one confirmation a day and keeps two open reminders for an address', async () => {
    for (let i = 0; i < 4; i++) {
      await app.ask({ when: 'three_months' });
      await app.send();
      const mail = app.smtp.accepted.at(-1)?.mail;
      await app.form(`${app.linkIn(mail)}/confirm`);
      app.pass(DAY + HOUR);
    }
    expect(app.smtp.accepted).toHaveLength(2);
    expect(await app.store.reminderCounts()).toEqual({ confirmed: 2 });
  });

  it('holds an address to the same share where every request meets another instance, or a fresh start', async () => {
    const wish = { address: 'reader@example.org', day: '2027-02-22', lang: 'en', campaign: null };
    // What one has counted in memory the next one does not know.
    const ask = () => requestReminder(app.ctx, wish, { limits: addressLimits(), answerAfterMs: 0 });
    const confirmed = async () => {
      for (let i = 0; i < 3; i++) await ask();
      await app.send();
      await app.form(`${app.linkIn(app.smtp.accepted.at(-1)?.mail)}/confirm`);
    };
    for (const inAll of [1, 2, 2]) {
      await confirmed();
      expect(app.smtp.accepted).toHaveLength(inAll);
      app.pass(DAY + HOUR);
    }
    expect(await app.store.reminderCounts()).toEqual({ confirmed: 2 });
  });

  it.each([
    [{ email: 'nonsense' }, 'email', 'invalid_field'],
    [{ email: 'a@example.org\r\nBcc: b@example.org' }, 'email', 'invalid_field'],
    [{ email: 'a'.repeat(400) }, 'email', 'invalid_field'],
    [{ email: undefined }, 'email', 'missing_field'],
    [{ when: 'someday' }, 'when', 'invalid_field'],
    [{ when: '2026-11-22' }, 'when', 'invalid_field'],
    [{ when: '2027-11-24' }, 'when', 'invalid_field'],
    [{ lang: '<b>' }, 'lang', 'invalid_field'],
    [{ campaign: 'Big Spring' }, 'campaign', 'invalid_field'],
    [{ name: 'Ann' }, 'name', 'unknown_field'],
  ])('refuses %j and names the field', async (over, field, code) => {
    const answer = await app.ask(over);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ field, code });
    expect(await app.store.reminderCounts()).toEqual({});
  });

  it.each([{ email: 7 }, { email: ['a@example.org'] }, { email: { x: 1 } }])('refuses %j', async (over) => {
    const answer = await app.ask(over);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ field: 'email' });
  });

  it('refuses a mailbox that authorities in Russia can read, and points to the calendar in the language of the reader', async () => {
    for (const email of ['a@mail.ru', 'A@Sub.Yandex.RU', 'a@vk.com']) {
      const answer = await app.ask({ email, lang: 'ru' });
      const problem = (await answer.json()) as { detail: string };
      expect(answer.status).toBe(422);
      expect(problem).toMatchObject({ code: 'mailbox_unsafe', field: 'email' });
      expect(problem.detail).toContain('календаре');
      expect(problem.detail).not.toContain(email);
    }
    expect(((await (await app.ask({ email: 'a@mail.ru' })).json()) as { detail: string }).detail).toContain(
      'calendar',
    );
    expect(await app.store.reminderCounts()).toEqual({});
  });

  it('offers no mail in a listed country, where a trusted edge says so, whatever the address', async () => {
    for (const email of ['reader@example.org', 'nonsense']) {
      const answer = await app.ask({ email }, { 'X-Country': 'RU' });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'mail_not_offered' });
    }
    expect((await app.ask({}, { 'X-Country': 'NL' })).status).toBe(202);
    expect(JSON.stringify(app.lines)).not.toMatch(/"(RU|NL)"/);
  });

  it('offers no mail where none is configured or the publisher wants none', async () => {
    const none = await reminderApp({
      env: { SMTP_URL: undefined, MAIL_FROM: undefined, ADDRESS_KEYS: undefined },
    });
    const unwanted = await reminderApp({ publisher: { reminders: { byMail: false } } });
    for (const other of [none, unwanted]) {
      const answer = await other.ask();
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'mail_not_offered' });
      expect((await other.get('/v1/reminders/calendar.ics?when=next_month&lang=en')).status).toBe(200);
      await other.close();
    }
  });

  it('counts tries per source, and a slip of the pen is none', async () => {
    const strict = await reminderApp({ publisher: { limits: { remindersPerHour: 2 } } });
    for (let i = 0; i < 5; i++) await strict.ask({ email: 'nonsense' });
    expect((await strict.ask({ email: 'a@example.org' })).status).toBe(202);
    expect(
      (await strict.form('/remind', { when: 'next_month', email: 'b@example.org', lang: 'en' })).status,
    ).toBe(200);
    const over = await strict.ask({ email: 'c@example.org' });
    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    await strict.close();
  });

  it('lets the publisher’s own pages read the answer and the errors, and no others', async () => {
    for (const over of [{}, { email: 'nonsense' }]) {
      const ours = await app.ask(over, { Origin: 'https://news.example.org' });
      expect(ours.headers.get('access-control-allow-origin')).toBe('https://news.example.org');
      const foreign = await app.ask(over, { Origin: 'https://elsewhere.example' });
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    }
    const asked = await fetch(`${app.origin}/v1/reminders`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://news.example.org' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
  });
});

describe('/remind, the same without a script', () => {
  let app: ReminderApp;
  beforeEach(
    async () =>
      (app = await reminderApp({ env: { COUNTRY_HEADER: 'x-country', TRUSTED_PROXIES: '127.0.0.1' } })),
  );
  afterEach(() => app.close());

  it('shows a form that posts, and changes nothing by being looked at', async () => {
    const page = await app.get('/remind?lang=en&campaign=article');
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(text).toContain('action="/remind"');
    expect(text).toMatch(/name="campaign"\s+value="article"/);
    expect(text).toContain('/v1/reminders/calendar.ics?when=next_month');
    expect(text).toMatch(/min="2026-11-23"\s+max="2027-11-22"/);
    expect(await app.store.reminderCounts()).toEqual({});
  });

  it('sets a reminder from the form, for a day of the reader’s own', async () => {
    const answer = await app.form('/remind', {
      when: 'date',
      date: '2027-01-15',
      email: 'reader@example.org',
      lang: 'ru',
      campaign: '',
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('lang="ru"');
    await app.send();
    expect(app.smtp.accepted[0]?.mail.text).toContain('15 января 2027');
  });

  it.each([
    [{ when: 'next_month', email: 'nonsense' }, 'Enter an e-mail address'],
    [{ when: 'next_month', email: 'a@mail.ru' }, 'can be read by the authorities in Russia'],
    [{ when: 'date', date: '', email: 'a@example.org' }, 'Choose a day from tomorrow'],
  ])('comes back with what was typed and what is wrong: %j', async (fields, words) => {
    const answer = await app.form('/remind', { lang: 'en', ...fields });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain(words);
    expect(text).toContain(`value="${fields.email}"`);
  });

  it('escapes what was typed', async () => {
    const text = await (
      await app.form('/remind', { when: 'next_month', email: '"><script>x</script>', lang: 'en' })
    ).text();
    expect(text).not.toContain('<script>x');
  });

  it('offers the calendar alone in a listed country, with the notice', async () => {
    const text = await (await app.get('/remind?lang=en', { 'X-Country': 'BY' })).text();
    expect(text).toContain('calendar.ics');
    expect(text).toContain('Are you in Russia or Belarus?');
    expect(text).not.toContain('name="email"');
    const posted = await app.form(
      '/remind',
      { when: 'next_month', email: 'a@example.org', lang: 'en' },
      { 'X-Country': 'BY' },
    );
    expect(posted.status).toBe(422);
    expect(await app.store.reminderCounts()).toEqual({});
  });
});
