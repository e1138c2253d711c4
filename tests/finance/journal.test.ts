import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postingDate } from '../../src/finance/exports/journal-columns.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';
import { addPledge, book, entryOf, readCsv } from './ledger-data.ts';

let fin: FinanceApp;
let secret: string;
beforeAll(async () => {
  fin = financeApp();
  secret = (await fin.key(['ledger:read'])).secret;
  const pledge = await addPledge(fin.store, { frequency: 'monthly', campaign: 'spring-2026' });
  const payment = entryOf(pledge, { createdAt: new Date('2026-10-15T12:00:00Z') });
  await book(
    fin.store,
    payment,
    entryOf(pledge, { grossMinor: 9_007_199_254_740_000, feeMinor: 45, currency: 'JPY' }),
    entryOf(pledge, { grossMinor: 10_005, feeMinor: 5, currency: 'KWD' }),
    entryOf(pledge, { kind: 'refund', grossMinor: -400, feeMinor: 0 }),
    entryOf(pledge, { kind: 'dispute', grossMinor: -600, feeMinor: 1_500 }),
    entryOf(pledge, { kind: 'dispute_reversed', grossMinor: 600, feeMinor: -1_500 }),
    entryOf(null, { kind: 'fee', grossMinor: -70, feeMinor: 0 }),
    entryOf(null, {
      kind: 'payout',
      grossMinor: -800,
      feeMinor: 0,
      createdAt: new Date('2026-10-30T12:00:00Z'),
      availableAt: new Date('2026-11-02T00:00:00Z'),
    }),
    entryOf(null, { kind: 'payout_failed', grossMinor: 800, feeMinor: 0 }),
  );
});
afterAll(() => fin.close());

const rows = async (query = '') => {
  const { text } = await request(fin.app)
    .get(`/v1/journal.csv${query}`)
    .set('Authorization', `Bearer ${secret}`)
    .expect(200);
  const [header = [], ...lines] = readCsv(text);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i] ?? ''])));
};

describe('journal.csv', () => {
  it('has a row for each side of each movement', async () => {
    const payment = (await rows('?kind=payment&currency=EUR')).map((row) => [
      row['line'], row['account'], row['debit'], row['credit'], row['amount_minor'], row['posting_date'],
    ]); // prettier-ignore
    expect(payment).toEqual([
      ['1', 'stripe_balance', '9.55', '', '955', '2026-10-15'],
      ['2', 'fees', '0.45', '', '45', '2026-10-15'],
      ['3', 'supporters', '', '10.00', '-1000', '2026-10-15'],
    ]);
  });

  it('balances in each document, which has one day and one currency', async () => {
    const all = await rows();
    const documents = Map.groupBy(all, (row) => row['document_id']);
    expect(documents.size).toBe(11 - 1);
    for (const [id, sides] of documents) {
      expect(sides.length, id).toBeGreaterThan(1);
      expect(new Set(sides.map((row) => `${row['posting_date']} ${row['currency']}`)).size, id).toBe(1);
      const sum = (name: string) => sides.reduce((total, row) => total + Number(row[name]), 0);
      expect(sum('amount_minor'), id).toBe(0);
      expect(sum('debit_minor'), id).toBe(sum('credit_minor'));
      expect(sum('debit_minor'), id).toBeGreaterThan(0);
    }
  });

  it('dates the arrival of a payout by the day on which the bank has it', async () => {
    const payout = await rows('?kind=payout');
    expect(
      payout.map((row) => [row['account'], row['step'], row['posting_date'], row['amount_minor']]),
    ).toEqual([
      ['stripe_balance', 'booking', '2026-10-30', '-800'],
      ['in_transit', 'booking', '2026-10-30', '800'],
      ['in_transit', 'arrival', '2026-11-02', '-800'],
      ['bank', 'arrival', '2026-11-02', '800'],
    ]);
    expect(new Set(payout.map((row) => row['document_id'])).size).toBe(2);
  });

  it('writes amounts at the scale of their currency, beyond 32 bits to the last digit', async () => {
    const amounts = async (currency: string) =>
      (await rows(`?currency=${currency}`)).map((row) => row['amount']);
    expect(await amounts('JPY')).toEqual(['9007199254739955', '45', '-9007199254740000']);
    expect(await amounts('KWD')).toEqual(['10.000', '0.005', '-10.005']);
  });

  it('takes the filters of the ledger and refuses what is none', async () => {
    expect(await rows('?period=2026-09')).toEqual([]);
    await request(fin.app)
      .get('/v1/journal.csv?account=bank')
      .set('Authorization', `Bearer ${secret}`)
      .expect(400);
  });
});

it('posts nothing into a month that was closed', () => {
  const late = { bookDate: '2026-09-30', period: '2026-10', availableAt: new Date('2026-10-02T00:00:00Z') };
  expect(postingDate(late, 'booking')).toBe('2026-10-01');
  expect(postingDate(late, 'arrival')).toBe('2026-10-02');
});
