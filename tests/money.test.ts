import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '../src/checkout/amount.ts';
import {
  addMoney,
  amountStepMinor,
  currencyDigits,
  knownCurrencies,
  minorToDecimal,
  stripeMinimumMinor,
} from '../src/money.ts';

describe('the currency table', () => {
  it('has the decimals that Stripe counts, where Intl says otherwise', () => {
    expect(['HUF', 'ISK', 'UGX', 'TWD', 'IDR'].map(currencyDigits)).toEqual([2, 2, 2, 2, 2]);
    expect(['JPY', 'KRW', 'CLP', 'XAF'].map(currencyDigits)).toEqual([0, 0, 0, 0]);
    expect(['BHD', 'JOD', 'KWD', 'OMR', 'TND'].map(currencyDigits)).toEqual([3, 3, 3, 3, 3]);
    expect(() => currencyDigits('XXX')).toThrow(/currency table/);
  });

  it('knows the steps of currencies without small coins', () => {
    expect([
      amountStepMinor('ISK'),
      amountStepMinor('UGX'),
      amountStepMinor('KWD'),
      amountStepMinor('USD'),
    ]).toEqual([100, 100, 10, 1]);
    expect(stripeMinimumMinor('HUF')).toBe(17_500);
  });

  it('never adds two currencies', () => {
    expect(() => addMoney({ amountMinor: 1, currency: 'USD' }, { amountMinor: 1, currency: 'EUR' })).toThrow(
      /cannot add/,
    );
  });
});

describe('amounts as decimals', () => {
  it.each([
    [1234, 'USD', '12.34'], [-5, 'JPY', '-5'], [-1, 'USD', '-0.01'], [0, 'USD', '0.00'], [1500, 'KWD', '1.500'], [-1234567, 'EUR', '-12345.67'],
  ])('writes %d %s as %s', (minor, currency, text) => {
    expect(minorToDecimal(minor, currency)).toBe(text);
  }); // prettier-ignore

  test.prop([fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom(...knownCurrencies())])(
    'reads back what it wrote',
    (minor, currency) => {
      const digits = currencyDigits(currency);
      // Three-decimal text ("1.234") would read as grouping, so it is shown with two where the last is 0.
      if (digits === 3) return;
      expect(parseAmount(minorToDecimal(minor, currency), digits)).toBe(minor);
    },
  );

  it('refuses what is not a safe integer', () => {
    expect(() => minorToDecimal(0.1, 'USD')).toThrow(/safe integer/);
    expect(() => minorToDecimal(2 ** 53, 'USD')).toThrow(/safe integer/);
  });
});
