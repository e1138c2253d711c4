import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Language } from '../../src/box/language.ts';
import { loudWords } from '../../src/reminders/neutral.ts';
import { MAIL_WORDS } from '../../src/reminders/texts.ts';
import { MINUTE, reminderApp, type ReminderApp } from './reminder-app.ts';

// Both mails in every language, as a server receives them: what a locked screen, a list of mails and a seized
// mailbox show of each.

const LANGUAGES = Object.keys(MAIL_WORDS) as Language[];
/** 10:00 in Amsterdam on 1 January 2027: next month, asked for on 22 November. */
const DUE = new Date('2027-01-01T09:00:00Z');
/** What this publisher could be known by. */
const NAMES = ['The Example Times', 'save-the-paper'];

let app: ReminderApp;
beforeEach(async () => (app = await reminderApp()));
afterEach(() => app.close());

/** The confirmation and the reminder of one reader. */
async function bothMails(lang: Language) {
  await app.ask({ lang, campaign: 'save-the-paper', email: 'someone@example.org' });
  await app.send();
  await app.form(`${app.linkIn(app.smtp.accepted[0]?.mail)}/confirm`);
  app.setClock(DUE);
  await app.send();
  expect(app.smtp.accepted).toHaveLength(2);
  return app.smtp.accepted.map(({ mail, raw }) => ({ mail, raw, html: String(mail.html) }));
}

/** The head of a mail, a header a line. */
const headOf = (raw: string) => (raw.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]+/g, ' ');
/** Tokens are random letters and may spell anything. */
const withoutTokens = (text: string) => text.replaceAll(/\/r\/[\w.-]+/g, '');
/** The text of a page as a list of mails shows its beginning: without its head. */
const visible = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ');

describe.each(LANGUAGES)('the mails in %s', (lang) => {
  const { mail: words } = MAIL_WORDS[lang];

  it('are in that language, and name neither publisher nor money in any part', async () => {
    const mails = await bothMails(lang);
    const [confirmation, reminder] = mails;
    expect(confirmation?.mail.subject).toBe(words.confirmSubject);
    expect(reminder?.mail.subject).toBe(words.noteSubject);
    // The preheader: what a list of mails shows beside the subject is how text and page begin.
    const asked = words.confirmAsked.split('{day}')[0]?.trim() ?? '';
    expect(asked.length).toBeGreaterThan(8);
    expect(confirmation?.mail.text?.startsWith(asked)).toBe(true);
    expect(visible(confirmation?.html ?? '').startsWith(asked)).toBe(true);
    expect(reminder?.mail.text?.startsWith(words.noteAsked)).toBe(true);
    expect(visible(reminder?.html ?? '').startsWith(words.noteAsked)).toBe(true);
    for (const { mail, raw, html } of mails) {
      const seen = [mail.subject, mail.from?.text, mail.text, html, headOf(raw)];
      for (const text of seen) expect(loudWords(withoutTokens(text ?? ''), NAMES)).toEqual([]);
      expect(html).toContain(`lang="${lang}"`);
    }
  });

  it('come from one neutral domain: sender, envelope, greeting, Message-ID and every link', async () => {
    for (const { mail, raw, html } of await bothMails(lang)) {
      expect(mail.from?.value).toEqual([{ address: 'note@notes.example.org', name: 'Notes' }]);
      expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@notes\.example\.org>$/);
      const links = [...`${mail.text}\n${html}`.matchAll(/[a-z]+:\/\/[^\s"<>]+/g)].map(
        ([link]) => new URL(link),
      );
      expect(links.length).toBeGreaterThanOrEqual(2);
      for (const { protocol, host, search } of links)
        expect([protocol, host, search]).toEqual(['https:', 'notes.example.org', '']);
      // No other host is named anywhere in the head, this machine's least of all.
      const hosts = [...withoutTokens(headOf(raw)).matchAll(/[@/]([a-z0-9.-]+\.[a-z]{2,})/gi)].map(
        ([, host]) => host,
      );
      expect(new Set(hosts)).toEqual(new Set(['notes.example.org', 'example.org']));
    }
  });

  it('load nothing, count nothing, and can be stopped by one click of the mail program', async () => {
    for (const { mail, raw, html } of await bothMails(lang)) {
      expect(html).not.toMatch(/<(img|link|script|style|iframe|form|object|embed)|src=|url\(|@import/i);
      expect(mail.attachments).toEqual([]);
      const header = (name: string) => new RegExp(`^${name}: +(.*)$`, 'mi').exec(headOf(raw))?.[1];
      expect(header('Auto-Submitted')).toBe('auto-generated');
      expect(header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      const unsubscribe = header('List-Unsubscribe');
      expect(unsubscribe).toBe(`<https://notes.example.org${app.linkIn(mail)}/stop>`);
      expect(header('X-Mailer')).toBeUndefined();
      expect(header('Content-Type')).toMatch(/^multipart\/alternative/);
      // Links lead where they say: the page and the text hold the same ones, in the same order.
      const inText = [...(mail.text ?? '').matchAll(/https:\/\/\S+/g)].map(([link]) => link);
      expect([...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link)).toEqual(inText);
      const twin = (mail.text ?? '')
        .replaceAll(/:\nhttps:\S+/g, '')
        .split(/\s+/)
        .filter(Boolean)
        .join(' ');
      expect(visible(html)).toBe(twin);
    }
  });
});

describe('a mail that has to be sent again', () => {
  it('is the same message: one Message-ID for a reminder, another for its confirmation', async () => {
    app.smtp.fail({ at: 'answer' });
    await app.ask();
    await app.send();
    app.pass(2 * MINUTE);
    await app.send();
    await app.form(`${app.linkIn(app.smtp.accepted[0]?.mail)}/confirm`);
    app.setClock(DUE);
    await app.send();
    const [first, second, reminder] = app.smtp.accepted.map(({ mail }) => mail.messageId);
    expect(second).toBe(first);
    expect(reminder).toBeDefined();
    expect(reminder).not.toBe(first);
  });
});
