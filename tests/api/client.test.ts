import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import {
  readerSupport,
  ReaderSupportError,
  type AuditFilters,
  type ReaderSupport,
  type Row,
} from '../../src/api/client.ts';
import { writeClientTypes } from '../../src/api/client-types.mjs';
import type { auditQuery } from '../../src/finance/audit-routes.ts';
import { ROOT } from '../../src/root.ts';
import { temporaryFolder } from '../_support/make.ts';
import { filledService, type FilledService } from './filled-service.ts';

let filled: FilledService;
let api: ReaderSupport;
beforeAll(async () => {
  filled = await filledService();
  api = readerSupport({ url: filled.service.url, key: filled.key });
});
afterAll(() => filled.close());

const all = async <T>(rows: AsyncIterable<T>) => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

describe('the client', () => {
  it('reads sums and rows that agree', async () => {
    const { currencies } = await api.summary({ period: '2026-09' });
    const rows = await all(api.rows('ledger', { period: '2026-09', currency: 'EUR' }));
    const net = rows
      .filter(({ kind }) => kind !== 'payout')
      .reduce((sum, { net_minor }) => sum + net_minor, 0);
    expect(net).toBe(currencies.find(({ currency }) => currency === 'EUR')?.netMinor);
    expect((await api.reconciliation('2026-09')).isEqual).toBe(true);
    expect((await all(api.rows('pledges'))).length).toBeGreaterThan(2);
    expect((await api.dictionary()).tables.map(({ table }) => table)).toContain('journal');
  });

  it('reads from where it stopped, and finds nothing twice', async () => {
    const rows = await all(api.rows('ledger'));
    const last = rows.map(({ recorded_utc }) => recorded_utc).sort().at(-1) ?? '';
    const again = await all(api.rows('ledger', { updatedSince: last }));
    const known = new Set(rows.map(({ entry_id }) => entry_id));
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter(({ entry_id }) => !known.has(entry_id))).toEqual([]);
  }); // prettier-ignore

  it('closes a month, takes its file whole by its hash, and opens it again', async () => {
    const closed = await api.closePeriod('2026-09');
    const file = await api.file('ledger', 'csv', { period: '2026-09' });
    expect(file.sha256).toBe(closed.ledgerCsvSha256);
    expect(file.name).toMatch(/ledger_2026-09\.csv$/);
    const bytes = await file.bytes();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    const [again] = await all(api.audit({ action: 'month_close' }));
    expect(again?.entry.object).toBe('2026-09');
    expect((await api.periods()).closedThrough).toBe('2026-09');
    expect((await api.manifest('ledger', { period: '2026-09' })).rows).toBe(closed.rows);
    expect((await api.reopenPeriod('2026-09', 'A refund was missing.')).state).toBe('open');
  });

  it('opens a payment page once for one key, and asks for a reminder', async () => {
    const choice = { frequency: 'once', amountMinor: 1_000, currency: 'EUR' } as const;
    const key = crypto.randomUUID();
    const first = await api.startCheckout(choice, { idempotencyKey: key });
    expect(await api.startCheckout(choice, { idempotencyKey: key })).toEqual(first);
    expect((await api.startCheckout(choice)).pledgeId).not.toBe(first.pledgeId);
    const reminder = { email: 'reader@mail.example', when: 'next_month', lang: 'en' };
    expect(await api.askForReminder(reminder)).toEqual({ status: 'check_inbox' });
    expect((await api.widgetConfig({ lang: 'ru' })).lang).toBe('ru');
  });

  it('turns a problem into an error with its code and field', async () => {
    const refused = api.summary({ period: '2026-13' });
    await expect(refused).rejects.toBeInstanceOf(ReaderSupportError);
    await expect(refused).rejects.toMatchObject({ status: 400, code: 'invalid_field', field: 'period' });
    const keyless = readerSupport({ url: filled.service.url });
    await expect(keyless.summary()).rejects.toMatchObject({ status: 401, code: 'key_required' });
  });

  it('sends a key over https only, and to no place that an answer points at', async () => {
    expect(() => readerSupport({ url: 'http://give.example.org', key: 'rsk_x' })).toThrow('https');
    const asked: string[] = [];
    const url = await answering((req, res) => {
      asked.push(String(req.url));
      res.writeHead(302, { Location: filled.service.url }).end();
    });
    await expect(readerSupport({ url, key: 'rsk_secret' }).summary()).rejects.toThrow();
    expect(asked).toEqual(['/v1/summary']);
  });

  it('tries again after the wait that the service asks for, so often and no longer', async () => {
    let calls = 0;
    const busy = (wait: string, until: number) =>
      answering((_req, res) => {
        calls += 1;
        if (calls < until) res.writeHead(503, { 'Retry-After': wait }).end('busy');
        else res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"tables":[]}');
      });
    expect(await readerSupport({ url: await busy('0', 3) }).dictionary()).toEqual({ tables: [] });
    expect(calls).toBe(3);
    calls = 0;
    const never = readerSupport({ url: await busy('0', 99) }).dictionary();
    await expect(never).rejects.toMatchObject({ status: 503, code: 'unknown', retryAfter: 0 });
    expect(calls).toBe(3);
    calls = 0;
    await expect(readerSupport({ url: await busy('3600', 9) }).dictionary()).rejects.toThrow('503');
    expect(calls).toBe(1);
    const stopped = readerSupport({ url: await busy('30', 9) }).dictionary({ signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow(/abort/i);
  });

  it('says so when a file is cut off or is not the one that was closed', async () => {
    const cut = await answering((_req, res) => res.end('{"entry_id":"led_1"}\n{"entry'));
    await expect(all(readerSupport({ url: cut }).rows('ledger'))).rejects.toThrow('middle of a line');
    const other = await answering((_req, res) => {
      res.setHeader('Repr-Digest', `sha-256=:${createHash('sha256').update('one').digest('base64')}:`);
      res.end('two');
    });
    await expect((await readerSupport({ url: other }).file('ledger', 'csv')).bytes()).rejects.toThrow('hash');
  });

  it('needs no package when it runs', () => {
    for (const file of ['client.ts', 'client-call.ts', 'client-file.ts']) {
      const source = readFileSync(join(ROOT, 'src', 'api', file), 'utf8');
      const imported = [...source.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gms)];
      for (const [, from] of imported) expect(from).toMatch(/^\.\/client-(call|file)\.ts$/);
      expect(source).not.toMatch(/\bimport\(|\brequire\(/);
    }
  });
});

const servers: ReturnType<typeof createServer>[] = [];
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterAll(() => servers.forEach((server) => server.close()));

describe('its types', () => {
  it('are those of the schemas', () => {
    expectTypeOf<AuditFilters>().toExtend<z.input<typeof auditQuery>>();
    expectTypeOf<z.input<typeof auditQuery>>().toExtend<AuditFilters>();
    expectTypeOf<Row<'ledger'>['net_minor']>().toBeNumber();
    // @ts-expect-error There is no such filter.
    expect(() => readerSupport({ url: 'x' }).summary({ perod: '2026-10' })).toThrow();
  });

  it('stand alone in a program of somebody else', () => {
    const folder = temporaryFolder();
    try {
      writeClientTypes(join(folder.path, 'client'));
      const names = readdirSync(join(folder.path, 'client'), { recursive: true }) as string[];
      expect(names.filter((name) => /express|context|store|stripe/.test(name))).toEqual([]);
      mkdirSync(join(folder.path, 'node_modules'));
      for (const name of ['zod', '@types', 'undici-types'])
        symlinkSync(join(ROOT, 'node_modules', name), join(folder.path, 'node_modules', name));
      writeFileSync(
        join(folder.path, 'use.ts'),
        `import { readerSupport } from './client/api/client.js';
         const api = readerSupport({ url: 'https://give.example.org', key: 'rsk_' });
         for await (const row of api.rows('ledger', { period: '2026-10' })) {
           const net: number = row.net_minor;
           const frequency: 'once' | 'monthly' | 'annual' | null = row.frequency;
           // @ts-expect-error A row has no such column.
           console.log(net, frequency, row.nett);
         }
         // @ts-expect-error The ledger has no such filter.
         api.rows('ledger', { campain: 'x' });
         const { currencies } = await api.summary();
         const most: number | undefined = currencies[0]?.grossMinor;
         console.log(most);`,
      );
      const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node', '--exactOptionalPropertyTypes'];
      const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
      writeFileSync(join(folder.path, 'package.json'), '{"type":"module"}');
      const { stdout, status } = spawnSync(process.execPath, [tsc, ...strict, 'use.ts'], { cwd: folder.path, encoding: 'utf8' });
      expect(stdout).toBe('');
      expect(status).toBe(0);
    } finally {
      folder.remove();
    }
  }); // prettier-ignore
});
