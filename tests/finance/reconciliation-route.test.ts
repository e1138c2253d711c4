import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/ledger/reconciliation.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';

let fin: FinanceApp;
let secret: string;
beforeEach(async () => {
  fin = financeApp();
  ({ secret } = await fin.key(['totals:read']));
});
afterEach(() => fin.close());

const get = (query: string) =>
  request(fin.app).get(`/v1/reconciliation${query}`).set('Authorization', `Bearer ${secret}`);
const comparison = (changed: Partial<Comparison> = {}): Comparison => ({
  period: '2026-10',
  currencies: [
    { currency: 'EUR', oursMinor: 950, stripeMinor: 950, otherMinor: 120, differenceMinor: 0 },
    { currency: 'USD', oursMinor: 95, stripeMinor: 100, otherMinor: 0, differenceMinor: -5 },
  ],
  missingHere: ['txn_1'],
  missingAtStripe: ['txn_2'],
  unequal: ['txn_3'],
  movements: 3,
  checkedAt: new Date('2026-10-31T03:00:12.345Z'),
  ...changed,
});

describe('GET /v1/reconciliation', () => {
  it('gives the latest comparison of a month as the contract writes it', async () => {
    await fin.store.saveComparison(
      comparison({ checkedAt: new Date('2026-10-30T03:00:00Z'), missingHere: [] }),
    );
    await fin.store.saveComparison(comparison());
    const answer = await get('?period=2026-10').expect(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      period: '2026-10',
      currencies: comparison().currencies,
      missingHere: ['txn_1'],
      missingAtStripe: ['txn_2'],
      unequal: ['txn_3'],
      movements: 3,
      isEqual: false,
      checkedAt: '2026-10-31T03:00:12Z',
    });
  });

  it('says that a month was never compared, and how it is done', async () => {
    await fin.store.saveComparison(comparison());
    const answer = await get('?period=2026-09').expect(404);
    expect(answer.headers['content-type']).toContain('problem+json');
    expect(answer.body).toMatchObject({
      code: 'never_compared',
      field: 'period',
      detail: expect.stringMatching(/never compared with Stripe.*command reconcile/) as string,
    });
  });

  it.each([
    ['', 'missing_field'],
    ['?period=2026-13', 'invalid_field'],
    ['?period=2026-10&period=2026-09', 'invalid_field'],
    ['?period=2026-10&currency=EUR', 'unknown_field'],
  ])('refuses %j', async (query, code) => {
    const answer = await get(query).expect(400);
    expect(answer.body).toMatchObject({ code });
  });
});
