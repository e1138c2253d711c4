import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../src/finance/exports/account-codes.ts';
import type { AccountCodes } from '../../src/publisher/accounts.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { addPledge, book, entryOf, readCsv } from './ledger-data.ts';

const codes: AccountCodes = {
  accounts: {
    stripe_balance: '1250', supporters: '8100', fees: '4970', refunds: '8110', disputes: '8120', adjustments: '4980',
    in_transit: '1360', bank: '1200',
  },
  accountExceptions: [
    { account: 'supporters', frequency: 'monthly', currency: 'USD', code: '8102' },
    { account: 'supporters', frequency: 'monthly', code: '8101' },
    { account: 'supporters', campaign: 'spring', code: '8105' },
    { account: 'bank', currency: 'USD', code: '1210' },
  ],
}; // prettier-ignore

let fin: FinanceApp;
let secret: string;
beforeAll(async () => {
  const config = financeConfig();
  fin = financeApp({ config: { ...config, publisher: { ...config.publisher, finance: codes } } });
  secret = (await fin.key(['ledger:read'])).secret;
  const monthly = await addPledge(fin.store, { frequency: 'monthly', campaign: 'spring' });
  const single = await addPledge(fin.store);
  await book(
    fin.store,
    entryOf(monthly, { createdAt: new Date('2026-10-01T12:00:00Z') }),
    entryOf(single, { createdAt: new Date('2026-10-02T12:00:00Z') }),
    entryOf(null, { kind: 'fee', grossMinor: -70, feeMinor: 0, createdAt: new Date('2026-10-03T12:00:00Z') }),
    entryOf(null, {
      kind: 'payout', grossMinor: -800, feeMinor: 0, currency: 'USD', createdAt: new Date('2026-10-30T12:00:00Z'),
      availableAt: new Date('2026-11-02T00:00:00Z'),
    }),
  ); // prettier-ignore
});
afterAll(() => fin.close());

const ask = (path: string, app = fin.app, key = secret) =>
  request(app).get(path).set('Authorization', `Bearer ${key}`);
const rows = async (query = '') => {
  const [header = [], ...lines] = readCsv((await ask(`/v1/accounting.csv${query}`).expect(200)).text);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i] ?? ''])));
};

describe('accounting.csv', () => {
  it("is the journal with the publisher's codes and words", async () => {
    expect((await rows()).map((row) => [row['date'], row['account'], row['debit'], row['credit'], row['text']])).toEqual([
      ['2026-10-01', '1250', '9.55', '', 'Payment by a supporter (spring)'],
      ['2026-10-01', '4970', '0.45', '', 'Payment by a supporter (spring)'],
      ['2026-10-01', '8101', '', '10.00', 'Payment by a supporter (spring)'],
      ['2026-10-02', '1250', '9.55', '', 'Payment by a supporter'],
      ['2026-10-02', '4970', '0.45', '', 'Payment by a supporter'],
      ['2026-10-02', '8100', '', '10.00', 'Payment by a supporter'],
      ['2026-10-03', '1250', '', '0.70', 'Fee of the Stripe account'],
      ['2026-10-03', '4970', '0.70', '', 'Fee of the Stripe account'],
      ['2026-10-30', '1250', '', '8.00', 'Payout on its way to the bank'],
      ['2026-10-30', '1360', '8.00', '', 'Payout on its way to the bank'],
      ['2026-11-02', '1360', '', '8.00', 'Payout in the bank'],
      ['2026-11-02', '1210', '8.00', '', 'Payout in the bank'],
    ]); // prettier-ignore
  });

  it('balances in each document, and over all in each currency', async () => {
    for (const key of ['document', 'currency'])
      for (const [name, lines] of Map.groupBy(await rows(), (row) => row[key]))
        expect(
          lines.reduce((sum, row) => sum + Number(row['amount_minor']), 0),
          name,
        ).toBe(0);
  });

  it('speaks Russian, and takes the filters of the ledger', async () => {
    const [first, ...others] = await rows('?lang=ru&kind=fee');
    expect(first?.['text']).toBe('Комиссия счёта Stripe');
    expect(others).toHaveLength(1);
  });

  it('names no pledge and no payment of a reader', async () => {
    const { text } = await ask('/v1/accounting.csv').expect(200);
    expect(text).not.toMatch(/plg_|pay_|ch_|cus_|sub_/);
  });

  it('says how to set the codes where there are none', async () => {
    const bare = financeApp();
    const key = (await bare.key(['ledger:read'])).secret;
    const answer = await ask('/v1/accounting.xlsx', bare.app, key).expect(409);
    expect(answer.body).toMatchObject({ code: 'accounts_not_set' });
    expect((answer.body as { detail: string }).detail).toContain('"finance": {"accounts"');
    await ask('/v1/journal.csv', bare.app, key).expect(200);
    await bare.close();
  });
});

it('the first exception that fits counts', () => {
  const of = (frequency: 'once' | 'monthly', currency: string, campaign: string | null) =>
    codeOf(codes, 'supporters', { frequency, currency, campaign });
  expect(of('monthly', 'USD', 'spring')).toBe('8102');
  expect(of('monthly', 'EUR', 'spring')).toBe('8101');
  expect(of('once', 'USD', 'spring')).toBe('8105');
  expect(of('once', 'USD', null)).toBe('8100');
  expect(codeOf(codes, 'fees', { frequency: 'monthly', currency: 'USD', campaign: 'spring' })).toBe('4970');
});
