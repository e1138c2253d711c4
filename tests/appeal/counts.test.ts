import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countDesk } from '../../src/appeal/count-desk.ts';
import type { AppealCount } from '../../src/appeal/count.ts';
import { purgeCounts } from '../../src/appeal/purge-counts.ts';
import { testService, type TestService } from '../_support/service.ts';

const OPTIONS = {
  counts: true,
  campaigns: ['river'],
  experiment: {
    name: 'Heading',
    since: '2026-11-01',
    viewsPerVariant: 1_000,
    variants: [{ id: 'usual' }, { id: 'months', editions: { en: { heading: 'Four months.' } } }],
  },
};
const ORIGIN = 'https://news.example.org';

let service: TestService;
beforeAll(async () => {
  service = await testService({ publisher: OPTIONS, sandbox: { clock: new Date('2026-11-22T22:30:00Z') } });
});
afterAll(async () => service.stop());

const send = async (body: unknown, headers: Record<string, string> = {}, at = service) => {
  const answer = await fetch(`${at.url}/v1/counts`, {
    method: 'POST',
    headers: { Origin: ORIGIN, 'Content-Type': 'text/plain;charset=UTF-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return `${answer.status} ${await answer.text()}`;
};
/** The rows, after everything that waits was written, and none of them for the next test. */
const rows = async (at = service): Promise<AppealCount[]> => {
  await at.ctx.counts.write();
  const db = new Database(sqliteFile(at.ctx.config));
  const found = db.prepare('select * from appeal_counts order by event, variant, campaign, lang').all();
  db.exec('delete from appeal_counts');
  db.close();
  return found as AppealCount[];
};

describe('POST /v1/counts', () => {
  it('keeps a counter per day, event, variant, campaign and edition, and nothing else', async () => {
    const view = { event: 'view', variant: 'months', campaign: 'river', lang: 'en-GB' };
    expect(await send(view)).toBe('204 ');
    expect(await send(view, { 'Content-Type': 'application/json' })).toBe('204 ');
    expect(await send({ event: 'remind-set', lang: 'ru' })).toBe('204 ');
    expect(await send(view, { 'Content-Type': 'text/plain; charset=shift_jis' })).toMatch(/^415 /);
    // Half past ten in the evening by UTC is the same evening in Amsterdam, an hour later.
    const day = '2026-11-22';
    expect(await rows()).toEqual([
      { day, event: 'remind-set', variant: '', campaign: '', lang: 'ru', count: 1 },
      { day, event: 'view', variant: 'months', campaign: 'river', lang: 'en', count: 2 },
    ]);
  });

  it('counts what no list of the publisher’s knows under none, so that nobody can fill the table', async () => {
    for (let i = 0; i < 50; i++)
      await send({ event: 'view', variant: `v${i}`, campaign: `c${i}`, lang: `x${i}` });
    expect(await rows()).toEqual([
      { day: '2026-11-22', event: 'view', variant: '', campaign: '', lang: 'en', count: 50 },
    ]);
  });

  it.each([
    ['a browser that objects', { event: 'view' }, { 'Sec-GPC': '1' }],
    ['another site', { event: 'view' }, { Origin: 'https://elsewhere.example' }],
    ['an event that is none', { event: 'pageload' }, {}],
    ['a field that is none', { event: 'view', reader: 'jane@example.org' }, {}],
    ['text that is no JSON', 'jane@example.org', {}],
    ['nothing', '', {}],
    ['a type that is none', { event: 'view' }, { 'Content-Type': 'image/png' }],
  ])('answers %s alike and counts nothing', async (_, body, headers) => {
    expect(await send(body, headers as Record<string, string>)).toBe('204 ');
    expect(await rows()).toEqual([]);
  });

  it('leaves no trace of the sender: no address, no text of theirs, in no row and no line', async () => {
    const canary = 'canary-7f3a';
    await send(
      { event: 'view', campaign: canary },
      { 'User-Agent': canary, 'X-Forwarded-For': '198.51.100.7' },
    );
    await service.ctx.counts.write();
    const folder = dirname(sqliteFile(service.ctx.config));
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
    expect([...bytes, ...service.lines].filter((text) => /canary-7f3a|198\.51\.100\.7/.test(text))).toEqual(
      [],
    );
    await rows();
  });

  it('stops counting a network at its limit, and says nothing of it', async () => {
    const limits = { checkoutsPerHour: 100, remindersPerHour: 100, countsPerHour: 5 };
    const strict = await testService({ publisher: { ...OPTIONS, limits } });
    try {
      for (let i = 0; i < 12; i++) expect(await send({ event: 'view' }, {}, strict)).toBe('204 ');
      expect(await rows(strict)).toMatchObject([{ count: 5 }]);
    } finally {
      await strict.stop();
    }
  });

  it('is off unless the publisher switches it on, with the same answer', async () => {
    const off = await testService();
    try {
      expect(await send({ event: 'view' }, {}, off)).toBe('204 ');
      expect(await rows(off)).toEqual([]);
    } finally {
      await off.stop();
    }
  });

  it('writes what waits when the service stops, and forgets it after 400 days', async () => {
    await send({ event: 'view' });
    await service.restart();
    const { store, config, now } = service.ctx;
    expect(await store.variantCounts('2026-11-22')).toHaveLength(1);
    const later = (days: number) => () => new Date(now().getTime() + days * 86_400_000);
    expect(await purgeCounts({ store, config, now: later(400) })).toEqual({ counters: 0 });
    expect(await purgeCounts({ store, config, now: later(401) })).toEqual({ counters: 1 });
  });
});

describe('the desk', () => {
  it('keeps what could not be written, together with what came meanwhile', async () => {
    let full = true;
    const written: AppealCount[] = [];
    const store = {
      addCounts: async (counts: readonly AppealCount[]) => {
        if (full) throw new Error('disk full');
        written.push(...counts);
      },
    };
    const desk = countDesk({
      store,
      config: { publisher: { bookZone: 'Europe/Amsterdam' } },
      now: () => new Date('2026-11-22T23:30:00Z'),
    });
    const event = { event: 'view' as const, variant: '', campaign: '', lang: 'en' };
    desk.add(event);
    await expect(desk.write()).rejects.toThrow('disk full');
    desk.add(event);
    full = false;
    expect(await desk.write()).toBe(1);
    expect(await desk.write()).toBe(0);
    expect(written).toEqual([{ ...event, day: '2026-11-23', count: 2 }]);
  });
});
