import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readXlsx } from 'hucre/xlsx';
import request, { type Response } from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeMonth } from '../../src/finance/close-month.ts';
import type { FileManifest } from '../../src/finance/exports/manifest.ts';
import type { Store } from '../../src/store/store.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { addPledge, book, entryOf } from './ledger-data.ts';

let fin: FinanceApp;
let secret: string;
let pagesRead = 0;
beforeEach(async () => {
  pagesRead = 0;
  fin = financeApp({ wrap: counted });
  secret = (await fin.key(['ledger:read'])).secret;
  const pledge = await addPledge(fin.store);
  await book(
    fin.store,
    entryOf(pledge, { createdAt: new Date('2026-09-10T12:00:00Z') }),
    entryOf(pledge, { createdAt: new Date('2026-10-10T12:00:00Z') }),
    entryOf(pledge, { kind: 'refund', grossMinor: -400, feeMinor: 0, createdAt: new Date('2026-10-11T12:00:00Z') }),
    entryOf(pledge, { currency: 'JPY', grossMinor: 5_000_000_000, createdAt: new Date('2026-10-12T12:00:00Z') }),
    entryOf(null, { kind: 'payout', grossMinor: -500, feeMinor: 0, createdAt: new Date('2026-10-20T12:00:00Z') }),
  ); // prettier-ignore
  await fin.store.saveComparison({
    period: '2026-10',
    currencies: [{ currency: 'EUR', oursMinor: 55, stripeMinor: 50, otherMinor: 0, differenceMinor: 5 }],
    missingHere: [],
    missingAtStripe: [],
    unequal: [],
    movements: 4,
    checkedAt: new Date('2026-10-31T03:00:00Z'),
  });
});
afterEach(() => fin.close());

const ask = (path: string) =>
  request(fin.app)
    .get(path)
    .set('Authorization', `Bearer ${secret}`)
    .buffer(true)
    .parse((answer, done) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => done(null, Buffer.concat(parts)));
    });
const bytesOf = (answer: Response) => answer.body as Buffer;
const manifest = async (query = '?period=2026-10', table = 'ledger') =>
  JSON.parse(bytesOf(await ask(`/v1/${table}.manifest.json${query}`).expect(200)).toString()) as FileManifest;

describe('a manifest', () => {
  it('names the hash of each file, which its address gives again whatever is booked since', async () => {
    const made = await manifest('?period=2026-10&lang=ru');
    expect(made).toMatchObject({
      table: 'ledger',
      range: '2026-10',
      rows: 4,
      closed: null,
      zone: 'Europe/Amsterdam',
    });
    expect(made.asOf).toBe('2026-10-31T12:00:00.000Z');
    await book(
      fin.store,
      entryOf(await addPledge(fin.store), { createdAt: new Date('2026-10-05T12:00:00Z') }),
    );
    fin.setNow('2026-10-31T20:00:00Z');
    expect(made.files.map(({ format }) => format)).toEqual(['csv', 'excel.csv', 'xlsx', 'jsonl']);
    for (const { address, sha256, bytes, name } of made.files) {
      const answer = await ask(address).expect(200);
      expect(answer.headers['content-disposition']).toContain(`"${name}"`);
      expect(createHash('sha256').update(bytesOf(answer)).digest('hex'), address).toBe(sha256);
      expect(bytesOf(answer).length).toBe(bytes);
    }
    expect((await manifest('?period=2026-10')).rows).toBe(5);
  });

  it('adds up the rows, and they agree with the control block: opening + movements = closing', async () => {
    const { totals, control } = await manifest();
    expect(totals).toEqual([
      { currency: 'EUR', rows: 3, sums: { gross_minor: 100, fee_minor: 45, net_minor: 55 } },
      {
        currency: 'JPY',
        rows: 1,
        sums: { gross_minor: 5_000_000_000, fee_minor: 45, net_minor: 4_999_999_955 },
      },
    ]);
    expect(control).toEqual([
      {
        currency: 'EUR', openingMinor: 955, grossMinor: 1000, refundsMinor: -400, disputesMinor: 0, feesMinor: 45, adjustmentsMinor: 0,
        netMinor: 555, payoutsMinor: -500, closingMinor: 1010, stripeDifferenceMinor: 5, comparedAt: '2026-10-31T03:00:00Z',
      },
      {
        currency: 'JPY', openingMinor: 0, grossMinor: 5_000_000_000, refundsMinor: 0, disputesMinor: 0, feesMinor: 45, adjustmentsMinor: 0,
        netMinor: 4_999_999_955, payoutsMinor: 0, closingMinor: 4_999_999_955, stripeDifferenceMinor: 0, comparedAt: '2026-10-31T03:00:00Z',
      },
    ]); // prettier-ignore
    for (const each of control ?? []) {
      const rows = totals.find(({ currency }) => currency === each.currency);
      expect(each.netMinor + each.payoutsMinor).toBe(rows?.sums['net_minor']);
      expect((each.openingMinor ?? 0) + each.netMinor + each.payoutsMinor).toBe(each.closingMinor);
    }
  });

  it('gives a part of the movements no opening and no closing', async () => {
    const [euro] = (await manifest('?period=2026-10&kind=payment&currency=EUR')).control ?? [];
    expect(euro).toMatchObject({ openingMinor: null, closingMinor: null, netMinor: 955 });
    const [range] = (await manifest('?from=2026-10-01&to=2026-11-01')).control ?? [];
    expect(range).toMatchObject({
      openingMinor: 955,
      closingMinor: 1010,
      stripeDifferenceMinor: null,
      comparedAt: null,
    });
  });

  it('names the link of the chain for a closed month, and the hash that ledger.csv had then', async () => {
    fin.setNow('2026-11-02T12:00:00Z');
    const ctx = { store: fin.store, config: financeConfig(), now: () => new Date('2026-11-02T12:00:00Z') };
    await closeMonth(ctx, '2026-09', 'command');
    const { hash } = await closeMonth(ctx, '2026-10', 'command');
    await book(fin.store, {
      ...entryOf(await addPledge(fin.store)),
      period: '2026-11',
      originalPeriod: '2026-10',
    });
    const made = await manifest('?period=2026-10&format=csv');
    expect(made.closed).toMatchObject({ period: '2026-10', hash, ledgerCsvSha256: made.files[0]?.sha256 });
    expect(made).toMatchObject({ rows: 4, asOf: '2026-11-02T12:00:00.000Z' });
    expect(made.files).toHaveLength(1);
  });

  it('sums the sides of the journal to zero, and has no control block for pledges', async () => {
    const journal = await manifest('?format=jsonl', 'journal');
    for (const { sums } of journal.totals) {
      expect(sums['amount_minor']).toBe(0);
      expect(sums['debit_minor']).toBe(sums['credit_minor']);
    }
    expect(journal.control).toHaveLength(2);
    const pledges = await manifest('?format=csv', 'pledges');
    expect(pledges).toMatchObject({
      rows: 1,
      control: null,
      totals: [{ currency: 'EUR', sums: { amount_minor: 1000 } }],
    });
  });

  it('refuses what is no filter and no format', async () => {
    await ask('/v1/ledger.manifest.json?perod=2026-10').expect(400);
    await ask('/v1/ledger.manifest.json?format=pdf').expect(400);
    await ask('/v1/ledger.csv?format=csv').expect(400);
  });

  it('stops reading once nobody waits for it', async () => {
    const pledge = await addPledge(fin.store);
    await book(fin.store, ...Array.from({ length: 3000 }, () => entryOf(pledge)));
    const server = fin.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const path = '/v1/ledger.manifest.json';
    const client = get({ port, path, headers: { authorization: `Bearer ${secret}` } });
    client.on('error', () => {});
    await vi.waitUntil(() => pagesRead >= 2, { interval: 1 });
    client.destroy();
    await new Promise((done) => setTimeout(done, 300));
    // Seven pages for the sums and as many for each of the files.
    expect(pagesRead).toBeLessThan(14);
    server.close();
  });
});

it('a workbook carries its control block and the meaning of its columns, in the language asked for', async () => {
  const sheetsOf = async (lang: string) =>
    (await readXlsx(bytesOf(await ask(`/v1/ledger.xlsx?period=2026-10&lang=${lang}`).expect(200)))).sheets;
  const [ledger, control, columns] = await sheetsOf('en');
  expect(ledger?.rows).toHaveLength(5);
  expect([control?.name, columns?.name]).toEqual(['Control', 'Columns']);
  const [heading = [], euro = [], yen = []] = control?.rows ?? [];
  expect(heading.slice(0, 2)).toEqual(['Currency', 'Opening balance']);
  expect(euro).toEqual([
    'EUR',
    9.55,
    10,
    -4,
    0,
    0,
    0.45,
    5.55,
    -5,
    10.1,
    0.05,
    new Date('2026-10-31T03:00:00Z'),
  ]);
  expect(yen.slice(0, 3)).toEqual(['JPY', 0, 5_000_000_000]);
  const facts = new Map((control?.rows ?? []).map((line) => [line[0], line[1]]));
  expect(facts.get('Rows')).toBe(4);
  expect(facts.get('As of (UTC)')).toEqual(new Date('2026-10-31T12:00:00Z'));
  expect(columns?.rows[1]).toEqual([
    'entry_id',
    'Our id of the movement; it follows from its balance transaction.',
  ]);
  const [, russian, meanings] = await sheetsOf('ru-RU');
  expect(russian?.rows[0]?.[1]).toBe('Остаток на начало');
  expect(meanings?.rows[1]?.[1]).toMatch(/^Наш номер/);
});

function counted(store: Store): Store {
  return {
    ...store,
    ledgerPage(...args) {
      pagesRead += 1;
      return store.ledgerPage(...args);
    },
  };
}
