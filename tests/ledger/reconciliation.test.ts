import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { compareMovements, isEqual, type MoneyLine } from '../../src/ledger/reconciliation.ts';

const line = (id: string, over: Partial<MoneyLine> = {}): MoneyLine => ({
  stripeBalanceTransactionId: id,
  currency: 'EUR',
  grossMinor: 500,
  feeMinor: 45,
  netMinor: 455,
  ...over,
});
const compare = (ours: MoneyLine[], entries: MoneyLine[], others: MoneyLine[] = []) =>
  compareMovements({ ours, others }, entries);

describe('a month held against Stripe', () => {
  it('is equal to the cent and to the line', () => {
    const result = compare(
      [line('a'), line('b', { currency: 'USD' }), line('c')],
      [line('c'), line('a'), line('b', { currency: 'USD' })],
      [line('x', { currency: 'SEK', netMinor: 70 })],
    );
    expect(result).toEqual({
      currencies: [
        { currency: 'EUR', oursMinor: 910, stripeMinor: 910, otherMinor: 0, differenceMinor: 0 },
        { currency: 'SEK', oursMinor: 0, stripeMinor: 0, otherMinor: 70, differenceMinor: 0 },
        { currency: 'USD', oursMinor: 455, stripeMinor: 455, otherMinor: 0, differenceMinor: 0 },
      ],
      missingHere: [],
      missingAtStripe: [],
      unequal: [],
      movements: 3,
    });
    expect(isEqual(result)).toBe(true);
    expect(isEqual(compare([], []))).toBe(true);
  });

  it('names what is missing on either side, in order', () => {
    const result = compare([line('d'), line('a'), line('c')], [line('z'), line('c'), line('m')]);
    expect(result).toMatchObject({ missingHere: ['a', 'd'], missingAtStripe: ['m', 'z'], unequal: [] });
    expect(result.currencies).toMatchObject([{ oursMinor: 1_365, stripeMinor: 1_365, differenceMinor: 0 }]);
    expect(isEqual(result)).toBe(false);
  });

  it.each([{ currency: 'USD' }, { grossMinor: 501 }, { feeMinor: 44 }, { netMinor: 456 }])(
    'is unequal where %j differs',
    (over) => {
      const result = compare([line('b'), line('a')], [line('b', over), line('a', over)]);
      expect(result).toMatchObject({ missingHere: [], missingAtStripe: [], unequal: ['a', 'b'] });
      expect(isEqual(result)).toBe(false);
    },
  );

  it('keeps the difference of each currency apart: two that cancel out are still two', () => {
    const result = compare([line('a')], [line('b', { currency: 'USD' })]);
    expect(result.currencies.map((each) => each.differenceMinor)).toEqual([-455, 455]);
  });

  it.each([
    [{ missingHere: ['a'] }],
    [{ missingAtStripe: ['a'] }],
    [{ unequal: ['a'] }],
    [{ currencies: [{ currency: 'EUR', oursMinor: 1, stripeMinor: 0, otherMinor: 0, differenceMinor: 1 }] }],
  ])('is not equal with %j', (over) => {
    expect(isEqual({ ...compare([line('a')], [line('a')]), ...over })).toBe(false);
  });

  it('refuses sums that are not exact', () => {
    const huge = { netMinor: Number.MAX_SAFE_INTEGER };
    expect(() => compare([line('a', huge), line('b', huge)], [])).toThrow(/safe integer/);
  });

  const lines = fc.uniqueArray(
    fc.record({
      stripeBalanceTransactionId: fc.string({ minLength: 1, maxLength: 2 }),
      currency: fc.constantFrom('EUR', 'USD'),
      grossMinor: fc.integer({ min: -3, max: 3 }),
      feeMinor: fc.constant(0),
      netMinor: fc.integer({ min: -3, max: 3 }),
    }),
    { selector: (one) => one.stripeBalanceTransactionId, maxLength: 8 },
  );
  test.prop([lines, lines])('is equal exactly where the two sets of lines are', (ours, entries) => {
    const text = (set: MoneyLine[]) => JSON.stringify(set.toSorted((a, b) => (a.stripeBalanceTransactionId < b.stripeBalanceTransactionId ? -1 : 1)));
    expect(isEqual(compare(ours, entries))).toBe(text(ours) === text(entries));
    expect(isEqual(compare(ours, ours.toReversed()))).toBe(true);
  }); // prettier-ignore
});
