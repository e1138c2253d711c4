import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { closeMonth } from '../../src/finance/close-month.ts';
import { boundText } from '../../src/finance/exports/bound.ts';
import type { Store } from '../../src/store/store.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { addPledge, book, entryOf, pledgeWith, readCsv, setStatus } from './ledger-data.ts';

let fin: FinanceApp;
let secret: string;
let keyId: string;
let auditFails = false;
/** Called before each page is read, so that a test can act in the middle of a download. */
let beforePage: (page: number) => Promise<void> = async () => {};
let pagesRead = 0;

beforeEach(async () => {
  beforePage = async () => {};
  pagesRead = 0;
  auditFails = false;
  fin = financeApp({ wrap: watched });
  ({ secret, keyId } = await fin.key(['ledger:read', 'totals:read']));
});
afterEach(() => fin.close());

const ask = (path: string) => request(fin.app).get(path).set('Authorization', `Bearer ${secret}`);
const rowsOf = (text: string) => {
  const [header = [], ...rows] = readCsv(text);
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
};

describe('ledger.csv', () => {
  it('is a file of one row per movement, in their order', async () => {
    const pledge = await addPledge(fin.store, { frequency: 'monthly', campaign: 'spring-2026' });
    const first = entryOf(pledge, { createdAt: new Date('2026-09-15T12:00:00Z') });
    const second = entryOf(pledge, { createdAt: new Date('2026-10-15T12:00:00.900Z'), exchangeRate: '0.87' });
    const refund = {
      ...entryOf(pledge, {
        kind: 'refund',
        grossMinor: -1000,
        feeMinor: 0,
        createdAt: new Date('2026-10-16T12:00:00Z'),
      }),
      paymentId: first.paymentId,
      originalEntryId: first.entryId,
    };
    const payout = entryOf(null, {
      kind: 'payout',
      grossMinor: -500,
      feeMinor: 0,
      createdAt: new Date('2026-10-17T12:00:00Z'),
    });
    await book(fin.store, payout, refund, second, first);
    const answer = await ask('/v1/ledger.csv').expect(200);
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="the-example-times_ledger_all.csv"',
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    const rows = rowsOf(answer.text);
    expect(rows.map((row) => [row['kind'], row['sequence']])).toEqual([
      ['payment', '1'],
      ['payment', '2'],
      ['refund', '1'],
      ['payout', ''],
    ]);
    expect(rows[1]).toMatchObject({
      created_utc: '2026-10-15T12:00:00Z',
      campaign: 'spring-2026',
      gross: '10.00',
      period: '2026-10',
    });
  });

  it('holds only its header when nothing matches', async () => {
    const answer = await ask('/v1/ledger.csv?period=2026-10').expect(200);
    expect(answer.text).toMatch(/^entry_id,[a-z_,]+,recorded_utc\r\n$/);
    expect(answer.headers['content-disposition']).toContain('_ledger_2026-10.csv');
  });

  it('gives one month the last hour of October, the other the first of November', async () => {
    const pledge = await addPledge(fin.store);
    await book(
      fin.store,
      entryOf(pledge, { createdAt: new Date('2026-10-31T22:59:59.999Z') }),
      entryOf(pledge, { createdAt: new Date('2026-10-31T23:00:00Z') }),
    );
    for (const [query, times] of [
      ['period=2026-10', ['2026-10-31T22:59:59Z']],
      ['period=2026-11', ['2026-10-31T23:00:00Z']],
      ['from=2026-11-01&to=2026-12-01', ['2026-10-31T23:00:00Z']],
      ['period=2026-10&zone=UTC', ['2026-10-31T22:59:59Z', '2026-10-31T23:00:00Z']],
    ] as const) {
      const { text } = await ask(`/v1/ledger.csv?${query}`).expect(200);
      expect(rowsOf(text).map((row) => row['created_utc'])).toEqual(times);
    }
  });

  it('keeps to every filter', async () => {
    const monthly = await addPledge(fin.store, { frequency: 'monthly', campaign: 'spring' });
    const single = await addPledge(fin.store);
    setStatus(fin.file, single.pledgeId, 'paid');
    await book(
      fin.store,
      entryOf(monthly, { availableAt: new Date('2026-11-02T00:00:00Z') }),
      entryOf(single, {
        kind: 'refund',
        currency: 'USD',
        createdAt: new Date('2026-10-15T12:00:01Z'),
        stripePayoutId: 'po_1',
        recordedAt: new Date('2026-10-20T00:00:00Z'),
      }),
    );
    for (const [query, kinds] of [
      ['', ['payment', 'refund']],
      ['currency=USD', ['refund']],
      ['kind=payment', ['payment']],
      ['frequency=once', ['refund']],
      ['campaign=spring', ['payment']],
      ['status=paid', ['refund']],
      ['payout=po_1', ['refund']],
      ['updatedSince=2026-10-19T00:00:00Z', ['refund']],
      ['date=available&from=2026-11-01', ['payment']],
      ['date=available&period=2026-10', ['refund']],
    ] as const) {
      const { text } = await ask(`/v1/ledger.csv?${query}`).expect(200);
      expect(
        rowsOf(text).map((row) => row['kind']),
        query,
      ).toEqual(kinds);
    }
  });

  it('is the ledger as it stood at its start, whatever is booked meanwhile', async () => {
    await fill(1200);
    const late = await addPledge(fin.store);
    beforePage = async (page) => {
      // One before the reader's place, one after it.
      if (page === 2) {
        await book(
          fin.store,
          entryOf(late, { createdAt: new Date('2020-01-01T00:00:00Z') }),
          entryOf(late, { createdAt: new Date('2030-01-01T00:00:00Z') }),
        );
      }
    };
    const rows = rowsOf((await ask('/v1/ledger.csv').expect(200)).text);
    expect(rows).toHaveLength(1200);
    expect(new Set(rows.map((row) => row['entry_id'])).size).toBe(1200);
    beforePage = async () => {};
    expect(rowsOf((await ask('/v1/ledger.csv')).text)).toHaveLength(1202);
  });

  it('breaks the connection when a page cannot be read: no file is silently short', async () => {
    await fill(1200);
    beforePage = async (page) => {
      if (page === 3) throw new Error('disk failure');
    };
    await expect(ask('/v1/ledger.csv')).rejects.toThrow(/aborted|hang up/);
  });

  it('answers a problem when the first page cannot be read', async () => {
    beforePage = () => Promise.reject(new Error('disk failure'));
    const answer = await ask('/v1/ledger.csv').expect(500);
    expect(answer.headers['content-type']).toContain('problem+json');
    expect(answer.headers['content-disposition']).toBeUndefined();
  });

  it('stops reading when the client goes away', async () => {
    await fill(3000);
    const server = fin.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const left = new Promise<void>((resolve) => {
      beforePage = async (page) => {
        if (page !== 2) return;
        client.destroy();
        // Gives the server's socket time to notice.
        await new Promise((done) => setTimeout(done, 200));
        resolve();
      };
    });
    const client = get({ port, path: '/v1/ledger.csv', headers: { authorization: `Bearer ${secret}` } });
    client.on('error', () => {});
    client.on('response', (response: IncomingMessage) => response.on('error', () => {}).resume());
    await left;
    await new Promise((done) => setTimeout(done, 200));
    // The page that was being read when the client went, and the one after it.
    expect(pagesRead).toBe(3);
    server.close();
  });

  it('answers HEAD without reading on', async () => {
    await fill(1200);
    const answer = await request(fin.app).head('/v1/ledger.csv').set('Authorization', `Bearer ${secret}`);
    expect([answer.status, pagesRead]).toEqual([200, 1]);
  });

  it('refuses an unknown filter', async () => {
    const answer = await ask('/v1/ledger.csv?perod=2026-10').expect(400);
    expect(answer.body).toMatchObject({ code: 'unknown_field', field: 'perod' });
  });
});

describe('the audit of an export', () => {
  const audit = async () =>
    (await fin.store.auditPage({ action: null, by: null, outcome: null }, null, 50, 'oldest_first')).map(
      (link) => auditEntryOf(link),
    );

  it('stands before the first page is out, and says at the end what went out', async () => {
    await fill(250);
    const seen: number[] = [];
    beforePage = async () => void seen.push((await audit()).length);
    await ask('/v1/ledger.csv?period=2026-10').expect(200);
    expect(seen).toEqual([0, 1, 1]);
    const object = 'the-example-times_ledger_2026-10.csv';
    expect(await audit()).toMatchObject([
      { action: 'export', object, outcome: 'done', by: keyId, detail: { format: 'csv' } },
      { action: 'export_end', object, by: keyId, detail: { format: 'csv', rows: 250, whole: true } },
    ]);
  });

  it('says of a file that broke off that it is not whole', async () => {
    await fill(250);
    beforePage = async (page) => {
      if (page === 3) throw new Error('disk failure');
    };
    await expect(ask('/v1/ledger.jsonl')).rejects.toThrow(/aborted|hang up/);
    expect((await audit()).at(-1)).toMatchObject({
      action: 'export_end',
      detail: { format: 'jsonl', rows: 200, whole: false },
    });
  });

  it('lets nothing out that it cannot write down', async () => {
    await fill(3);
    auditFails = true;
    const answer = await ask('/v1/ledger.csv').expect(500);
    expect(answer.text).not.toContain('led_');
    await ask('/v1/ledger.csv?perod=2026-10').expect(400);
    await request(fin.app).head('/v1/ledger.csv').set('Authorization', `Bearer ${secret}`).expect(200);
  });
});

describe('a bound', () => {
  const boundNow = async () =>
    boundText({ ...(await fin.store.ledgerBound()), asOf: new Date('2026-10-31T12:00:00Z') });

  it('gives the same file again, whatever was booked since', async () => {
    await fill(3);
    const bound = await boundNow();
    const before = await ask(`/v1/ledger.csv?bound=${bound}`).expect(200);
    await fill(2);
    fin.setNow('2026-10-31T13:00:00Z');
    expect((await ask(`/v1/ledger.csv?bound=${bound}`)).text).toBe(before.text);
    expect(rowsOf((await ask('/v1/ledger.csv')).text)).toHaveLength(5);
    expect(rowsOf((await ask(`/v1/pledges.csv?bound=${bound}`)).text)).toHaveLength(2);
  });

  it('is refused where it lies ahead, or is another one than that of a closed month', async () => {
    await fill(3);
    const [entries] = (await boundNow()).split('.');
    for (const bound of [`${Number(entries) + 1}.0.1793448000000`, `1.0.1893448000000`, 'x'])
      expect((await ask(`/v1/ledger.csv?bound=${bound}`).expect(400)).body).toMatchObject({ field: 'bound' });
    fin.setNow('2026-11-02T12:00:00Z');
    await closeMonth(
      { store: fin.store, config: financeConfig(), now: () => new Date('2026-11-02T12:00:00Z') },
      '2026-10',
      'command',
    );
    await ask(`/v1/ledger.csv?period=2026-10&bound=1.0.1793448000000`).expect(409);
    await ask(`/v1/ledger.csv?period=2026-10`).expect(200);
  });
});

it('tells the hash of a file behind its last byte', async () => {
  await fill(700);
  const server = fin.app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = get({ port, path: '/v1/ledger.csv', headers: { authorization: `Bearer ${secret}` } });
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  const hash = createHash('sha256');
  for await (const part of response) hash.update(part as Buffer);
  expect(response.headers['trailer']).toBe('Repr-Digest');
  expect(response.trailers['repr-digest']).toBe(`sha-256=:${hash.digest('base64')}:`);
  server.close();
});

it('ledger.jsonl carries the same rows', async () => {
  await fill(3);
  const csv = rowsOf((await ask('/v1/ledger.csv')).text);
  const lines = (await ask('/v1/ledger.jsonl').buffer(true)).text.trimEnd().split('\n');
  const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(objects.map((each) => each['entry_id'])).toEqual(csv.map((each) => each['entry_id']));
});

it('pledges.csv sums what was paid and given back', async () => {
  const pledge = await addPledge(fin.store, { frequency: 'monthly', currency: 'USD' });
  await addPledge(fin.store, { createdAt: new Date('2026-11-15T12:00:00Z') });
  const charged = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
  await book(
    fin.store,
    entryOf(pledge, { charged: charged(1000) }),
    entryOf(pledge, { charged: charged(1000) }),
    entryOf(pledge, { kind: 'refund', charged: charged(-400), grossMinor: -350 }),
  );
  const rows = rowsOf((await ask('/v1/pledges.csv?period=2026-10').expect(200)).text);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    pledge_id: pledge.pledgeId,
    amount: '10.00',
    payments: '2',
    paid_minor: '2000',
    refunded_minor: '400',
  });
  // What is made after the instant of the file is no part of it.
  expect(rowsOf((await ask('/v1/pledges.csv')).text)).toHaveLength(1);
  fin.setNow('2026-11-30T12:00:00Z');
  expect(rowsOf((await ask('/v1/pledges.csv')).text)).toHaveLength(2);
});

it('summary is in the shape of the contract and carries balances on', async () => {
  const pledge = await addPledge(fin.store, { frequency: 'monthly' });
  const september = new Date('2026-09-10T12:00:00Z');
  await book(
    fin.store,
    entryOf(pledge, { createdAt: september }),
    entryOf(null, { kind: 'payout', grossMinor: -900, feeMinor: 0, createdAt: september }),
    entryOf(pledge),
  );
  const answer = await ask('/v1/summary?period=2026-10').expect(200);
  expect(answer.body).toEqual({
    period: '2026-10',
    zone: 'Europe/Amsterdam',
    currencies: [
      {
        currency: 'EUR', grossMinor: 1000, refundsMinor: 0, disputesMinor: 0, feesMinor: 45, adjustmentsMinor: 0, netMinor: 955,
        openingMinor: 55, payoutsMinor: 0, closingMinor: 1010, payments: 1, byFrequency: { once: 0, monthly: 1, annual: 0 },
      },
    ],
  }); // prettier-ignore
  const range = await ask('/v1/summary?from=2026-10-01&to=2026-11-01').expect(200);
  expect(range.body).toEqual({ ...(answer.body as object), period: '2026-10-01/2026-11-01' });
  fin.setNow('2026-11-30T23:30:00Z');
  expect((await ask('/v1/summary')).body).toMatchObject({
    period: '2026-12',
    currencies: [{ openingMinor: 1010 }],
  });
});

async function fill(howMany: number): Promise<void> {
  const pledge = await addPledge(fin.store, pledgeWith());
  await book(
    fin.store,
    ...Array.from({ length: howMany }, (_, i) =>
      entryOf(pledge, { createdAt: new Date(Date.UTC(2026, 9, 1) + (i % 700) * 1000) }),
    ),
  );
}

function watched(store: Store): Store {
  return {
    ...store,
    async appendAudit(...args) {
      if (auditFails) throw new Error('disk failure');
      return store.appendAudit(...args);
    },
    async ledgerPage(...args) {
      pagesRead += 1;
      await beforePage(pagesRead);
      return store.ledgerPage(...args);
    },
  };
}
