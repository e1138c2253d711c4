import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKey } from '../../src/finance/keys.ts';
import { search, spellings } from '../../src/demo/search.ts';
import { postCheckout, sessionOf } from '../_support/service.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { purgeReminders } from '../../src/reminders/purge.ts';
import { mailingService, type MailingService } from './mailing-service.ts';

const CANARY = 'canary.q7x9.bird@kanari-nest.example';
/** Its parts alone would be enough to find somebody. */
const WANTED = [CANARY, 'q7x9.bird', 'kanari-nest'].flatMap(spellings);
const METRICS_TOKEN = 'a token that is long enough for metrics';

let mailing: MailingService;
let service: MailingService['service'];
let smtp: MailingService['smtp'];
let temporary: string;
const before = process.env['TMPDIR'];
beforeEach(async () => {
  mailing = await mailingService({
    settings: { METRICS_TOKEN },
    publisher: { limits: { remindersPerHour: 1_000 } },
  });
  ({ service, smtp } = mailing);
  // What anything in this process would write down for a while lands here.
  temporary = mkdtempSync(join(tmpdir(), 'canary-'));
  process.env['TMPDIR'] = temporary;
  process.env['SQLITE_TMPDIR'] = temporary;
});
afterEach(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  delete process.env['SQLITE_TMPDIR'];
  await mailing.close();
  rmSync(temporary, { recursive: true, force: true });
});

/** Everything that came back over HTTP, with the addresses that were asked. */
const answers: string[] = [];

async function call(path: string, init: RequestInit = {}): Promise<string> {
  const url = new URL(path, service.url).href;
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const body = await answer.text();
  answers.push(`${url}\n${answer.status}\n${headers}\n${body}`);
  return body;
}
const post = (path: string) => call(path, { method: 'POST' });
const ask = (email: string, over: Record<string, string> = {}) =>
  call('/v1/reminders', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: service.url },
    body: JSON.stringify({ email, when: 'next_month', lang: 'en', ...over }),
  });
const lastLink = () => mailing.lastLink();
const actionOf = (page: string, name: string) =>
  new RegExp(`action="(/r/[\\w.-]+/${name})"`).exec(page)?.[1] ?? '';
/** Waits for the mail that a request left due, or sends what a later day has made due. */
async function mailed(count: number): Promise<void> {
  await sendDueReminders(service.ctx);
  await expect.poll(() => smtp.accepted.length).toBe(count);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

/** Where the canary lies, in any spelling. */
async function sightings(): Promise<string[]> {
  const places: [string, Buffer][] = [
    ...[...filesUnder(service.folder), ...filesUnder(temporary)].map((path): [string, Buffer] => [
      path,
      readFileSync(path),
    ]),
    ['log', Buffer.from(service.lines.join('\n'))],
    ['answers', Buffer.from(answers.join('\n'))],
  ];
  return places.flatMap(([name, bytes]) => {
    const { times, spellings: how } = search(bytes, WANTED);
    return times === 0 ? [] : [`${name}: ${how.sort().join(', ')}`];
  });
}

describe('an address through its whole life', () => {
  it('is in no byte on disk, in the log, in a metric or in an answer, at any step of it', async () => {
    const sealed = new Set<string>();
    const clean = async () => {
      for (const { sealedAddress, addressHash } of await service.ctx.store.openReminders('', 100))
        for (const trace of [sealedAddress?.slice(5, 60), addressHash]) if (trace) sealed.add(trace);
      await call('/metrics', { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } });
      expect(await sightings()).toEqual([]);
    };

    await ask(`nonsense ${CANARY}`);
    await ask(CANARY, { when: CANARY.slice(0, 12) });
    await ask(CANARY, { lang: CANARY });
    await ask(CANARY, { extra: CANARY });
    await clean();

    smtp.fail({ at: 'recipient', code: 451 });
    await ask(CANARY);
    await expect.poll(() => service.lines.some((line) => line.includes('mail_delayed'))).toBe(true);
    await clean();
    await service.sandbox.advance({ minutes: 2 });
    await mailed(1);
    const link = lastLink();
    for (const path of [link, `${link}/confirm`, `${link}/stop`]) await call(path);
    await post(`${link}/confirm`);
    await clean();
    const stopped = await post(`${link}/stop`);
    await post(actionOf(stopped, 'confirm'));
    await clean();

    await service.sandbox.advance({ days: 45 });
    await mailed(2);
    const reminder = lastLink();
    for (const path of [reminder, `${reminder}/later`, `${reminder}/stop`]) await call(path);
    await post(`${reminder}/later`);
    await clean();
    await service.sandbox.advance({ days: 3 });
    const pledge = await postCheckout(service, { frequency: 'monthly', amountMinor: 500, currency: 'USD' });
    service.sandbox.pay(sessionOf(pledge), { email: CANARY, name: 'Q7x9.bird' });
    await service.settle();
    await clean();
    expect(await service.ctx.store.reminderCounts()).toEqual({ stopped: 2, sent: 1 });

    smtp.fail({ at: 'recipient', code: 550 });
    await ask(CANARY);
    await expect.poll(async () => (await service.ctx.store.reminderCounts())['failed']).toBe(1);
    await service.sandbox.advance({ days: 3 });
    await ask(CANARY);
    await mailed(3);
    const last = await post(`${lastLink()}/stop`);
    await post(actionOf(last, 'never'));
    await service.sandbox.advance({ days: 3 });
    await ask(CANARY);
    await purgeReminders(service.ctx);

    const scopes = ['ledger:read', 'totals:read', 'audit:read'] as const;
    const { secret } = await createKey(
      service.ctx,
      { name: 'all', scopes: [...scopes], expiresAt: null },
      'command',
    );
    for (const path of [
      'ledger.csv',
      'ledger.jsonl',
      'pledges.csv',
      'pledges.jsonl',
      'summary?period=2027-01',
    ])
      await call(`/v1/${path}`, { headers: { Authorization: `Bearer ${secret}` } });
    await clean();
    await service.restart();
    expect(await sightings()).toEqual([]);
    // The hash of the wish never to be written to is the one thing kept.
    const [kept] = await service.ctx.addressHashes(CANARY);
    expect(sealed.size).toBeGreaterThanOrEqual(4);
    expect(sealed.delete(kept ?? '')).toBe(true);
    for (const trace of sealed)
      for (const path of filesUnder(service.folder)) expect(readFileSync(path).includes(trace)).toBe(false);
    expect(smtp.accepted.map(({ to }) => to)).toEqual([CANARY, CANARY, CANARY]);
    expect(answers.filter((answer) => answer.includes('\n500\n'))).toEqual([]);
    expect(answers.some((answer) => answer.includes('/metrics\n200\n'))).toBe(true);
    expect(answers.length).toBeGreaterThan(30);
  });

  it('would be seen by this search in an answer, a line or a file, however it is written', async () => {
    for (const { name, bytes } of spellings(CANARY))
      expect(
        search(Buffer.concat([Buffer.from('..'), bytes, Buffer.from('..')]), WANTED).spellings,
      ).toContain(name);
    service.lines.push(Buffer.from(`x${CANARY} and more`).toString('base64'));
    expect(await sightings()).toEqual(['log: base64']);
    service.lines.length = 0;
    await call(`/give?campaign=${encodeURIComponent(CANARY)}`);
    expect(await sightings()).toEqual(['answers: UTF-8, percent']);
  });
});
