import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startInbox, type Inbox } from '../../src/demo/inbox.ts';
import { keptLines, keptRoutes, type KeptLines } from '../../src/demo/kept.ts';
import { createLog } from '../../src/log.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { testService, type TestService } from '../_support/service.ts';

const ADDRESS = 'Canary.Q7x9@Kanari-Nest.example';
const MONTH_MS = 31 * 86_400_000;

let inbox: Inbox;
let service: TestService;
let lines: KeptLines;
let clock: Date;
beforeEach(async () => {
  inbox = await startInbox();
  lines = keptLines();
  clock = new Date('2026-11-10T12:00:00Z');
  const links = { article: '/', inbox: inbox.url, kept: '/demo/kept', sandbox: '/s' };
  service = await testService({
    settings: {
      SMTP_URL: inbox.smtpUrl,
      MAIL_FROM: 'Notes <note@notes.example>',
      ADDRESS_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    },
    context: { now: () => clock, log: createLog('debug', (line) => lines.add(line)) },
    routes: (ctx) => keptRoutes(ctx, { links, lines }),
  });
});
afterEach(async () => {
  await service.stop();
  await inbox.close();
});

const page = async () => (await fetch(`${service.url}/demo/kept`)).text();
const form = (path: string, fields: Record<string, string> = {}) =>
  fetch(new URL(path, service.url), { method: 'POST', body: new URLSearchParams(fields) });
const lookFor = async (text: string) => (await form('/demo/kept', { text })).text();

/** What the table of a search says: bytes read and times found, by place. */
function table(html: string): Record<string, { bytes: number; times: number }> {
  const rows = html.matchAll(
    /<th scope="row">([^<]+)<\/th>\s*<td class="n">([\d,]+)<\/td>\s*<td class="n">([\d,]+)/g,
  );
  const number = (text = '') => Number(text.replaceAll(',', ''));
  return Object.fromEntries(
    [...rows].map(([, place = '', bytes, times]) => [place, { bytes: number(bytes), times: number(times) }]),
  );
}

/** The link of the newest mail, once there are so many: a request starts the sending by itself. */
async function linkInMail(number: number): Promise<string> {
  for (let tries = 0; tries < 200 && inbox.messages().length < number; tries++) {
    await sendDueReminders(service.ctx);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(inbox.messages()).toHaveLength(number);
  // The row is settled just behind the mail.
  await service.ctx.background.settle();
  return /http:\S+\/r\/[\w.-]+/.exec(inbox.messages()[0]?.text ?? '')?.[0] ?? '';
}

async function ask(): Promise<void> {
  const answer = await fetch(`${service.url}/v1/reminders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: ADDRESS, when: 'next_month', lang: 'en', campaign: 'article' }),
  });
  expect(answer.status).toBe(202);
}

describe('what this machine keeps', () => {
  it('shows no row before anybody asked, and each row as a thief of the file would read it', async () => {
    expect(await page()).toContain('No row: nobody has asked');
    await ask();
    const shown = await page();
    expect(shown).toMatch(/<dd>pending: asked for, not confirmed<\/dd>/);
    expect(shown).toMatch(/<dd>2026-12-01<\/dd>/);
    expect(shown).toMatch(/<dd>sealed, \d{3} letters<\/dd>/);
    const db = new Database(sqliteFile(service.ctx.config), { readonly: true });
    const row = db.prepare('select * from reminders').get() as Record<string, string | number | null>;
    db.close();
    for (const [name, value] of Object.entries(row))
      expect(shown).toContain(`<dt>${name}</dt>\n<dd><code>${value ?? 'null'}</code></dd>`);
  });

  it('finds the address nowhere at any point of a reminder’s life, having read every file and every line', async () => {
    const nowhere = async () => {
      const logged = lines.bytes().length;
      const html = await lookFor(ADDRESS);
      expect(html).toMatch(/Found 0 times in [\d,]+ bytes\./);
      const places = table(html);
      expect(Object.keys(places)).toEqual(
        ['log lines', 'test.db', 'test.db-shm', 'test.db-wal'].sort(byPlace),
      );
      for (const { times } of Object.values(places)) expect(times).toBe(0);
      const inFiles = (places['test.db']?.bytes ?? 0) + (places['test.db-wal']?.bytes ?? 0);
      expect(inFiles).toBeGreaterThan(100_000);
      expect(places['test.db-shm']?.bytes).toBe(32_768);
      expect(places['log lines']?.bytes).toBeGreaterThanOrEqual(logged);
      expect(html).not.toMatch(/canary|kanari/i);
    };
    await ask();
    await nowhere();
    await form(`${await linkInMail(1)}/confirm`);
    await nowhere();
    expect(await page()).toContain('<dd>confirmed: waits for its day</dd>');
    clock = new Date(clock.getTime() + MONTH_MS);
    const link = await linkInMail(2);
    expect(inbox.messages()[0]?.subject).toBe('The note you asked for');
    expect(await page()).toMatch(
      /<dd>sent: its mail was accepted<\/dd>[\s\S]*<dd>erased<\/dd>[\s\S]*<dd>erased<\/dd>/,
    );
    const stopped = await form(`${link}/stop`);
    await nowhere();
    const never = /action="(\/r\/[\w.-]+\/never)"/.exec(await stopped.text())?.[1] ?? '';
    expect(await page()).toContain('Nobody has asked never to be written to again.');
    expect((await form(never)).status).toBe(200);
    expect(await page()).toMatch(
      /<dt>address_hash<\/dt>\n<dd><code>[\w-]{20,}<\/code><\/dd>\s*<dt>until_day<\/dt>\n<dd><code>2028-12-/,
    );
    await nowhere();
    // The mailbox is the reader's: there it is.
    expect(inbox.messages()[0]?.to).toContain('Q7x9');
  });

  it('finds what does lie in the clear, and says where: in the database, in its log, in a line', async () => {
    await ask();
    // A request is answered before anything is done with it.
    const found = async () => {
      const day = table(await lookFor('2026-12-01'));
      return (day['test.db']?.times ?? 0) + (day['test.db-wal']?.times ?? 0);
    };
    await expect.poll(found).toBeGreaterThan(0);
    lines.add(`a careless line about ${ADDRESS.toLowerCase()}\n`);
    const db = new Database(sqliteFile(service.ctx.config));
    // Whoever reads what was there before keeps the log from being folded into the file and emptied.
    const reader = new Database(sqliteFile(service.ctx.config), { readonly: true });
    reader.exec('begin');
    reader.prepare('select count(*) from reminders').get();
    db.prepare('update reminders set campaign = ?').run(Buffer.from(`x${ADDRESS}`).toString('base64'));
    db.close();
    const html = await lookFor(ADDRESS);
    reader.close();
    expect(table(html)['log lines']?.times).toBe(1);
    expect(table(html)['test.db-wal']?.times).toBeGreaterThan(0);
    expect(html).toMatch(/1 <span>\(UTF-8\)<\/span>/);
    expect(html).toContain('(base64)');
  });

  it('leaves no trace of what was looked for, in a file, a line or the answer', async () => {
    const secret = 'zebra-of-the-north@quiet.example';
    const answer = await form('/demo/kept', { text: secret });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).not.toContain('zebra');
    expect(Object.values(table(await lookFor(secret))).map(({ times }) => times)).toEqual([0, 0, 0, 0]);
    expect(lines.bytes().toString()).toContain('"route":"POST /demo/kept"');
  });

  it('asks for another text than one that stands everywhere by chance, or is longer than any address', async () => {
    for (const text of ['', '  ', 'abcd', 'x'.repeat(255)]) {
      const answer = await form('/demo/kept', { text });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('Type 5 to 254 letters.');
    }
  });
});

/** The log lines stand last, whatever the files are called. */
function byPlace(one: string, other: string): number {
  if (one === 'log lines') return 1;
  return other === 'log lines' || one < other ? -1 : 1;
}
