import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '../src/checkout/amount.ts';
import {
  addMoney,
  amountStepMinor,
  currencyDigits,
  isCurrency,
  knownCurrencies,
  minorToDecimal,
  safeInteger,
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
    expect(stripeMinimumMinor('XOF')).toBeNull();
  });

  it('knows each currency once, with Stripe’s decimals for each', () => {
    const codes = knownCurrencies();
    expect(new Set(codes).size).toBe(codes.length);
    const count = (digits: number) => codes.filter((code) => currencyDigits(code) === digits).length;
    expect([count(0), count(2), count(3)]).toEqual([15, 117, 5]);
    expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    // The first and the last of each line of the table.
    const ends = [
      'AED',
      'CRC',
      'CVE',
      'KGS',
      'KHR',
      'NZD',
      'PAB',
      'TWD',
      'TZS',
      'ZMW',
      'BIF',
      'XPF',
      'BHD',
      'TND',
      'ISK',
      'UGX',
    ];
    expect(ends.filter((code) => !isCurrency(code))).toEqual([]);
    expect([isCurrency('usd'), isCurrency('XXX'), isCurrency('')]).toEqual([false, false, false]);
  });

  // https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
  it.each([
    ['USD', 50], ['EUR', 50], ['GBP', 30], ['AUD', 50], ['BRL', 50], ['CAD', 50], ['CHF', 50], ['CZK', 1_500], ['DKK', 250], ['HKD', 400],
    ['HUF', 17_500], ['INR', 50], ['JPY', 50], ['MXN', 1_000], ['MYR', 200], ['NOK', 300], ['NZD', 50], ['PLN', 200], ['RON', 200], ['SEK', 300],
    ['SGD', 50], ['THB', 1_000], ['AED', 200],
  ])('charges nothing in %s below %d', (currency, minor) => {
    expect(stripeMinimumMinor(currency)).toBe(minor);
  }); // prettier-ignore

  it('adds two amounts of one', () => {
    expect(addMoney({ amountMinor: 5, currency: 'USD' }, { amountMinor: -7, currency: 'USD' })).toEqual({
      amountMinor: -2,
      currency: 'USD',
    });
    const huge = { amountMinor: Number.MAX_SAFE_INTEGER, currency: 'USD' };
    expect(() => addMoney(huge, { amountMinor: 1, currency: 'USD' })).toThrow(/safe integer/);
  });

  it('never adds two currencies', () => {
    expect(() => addMoney({ amountMinor: 1, currency: 'USD' }, { amountMinor: 1, currency: 'EUR' })).toThrow(
      'cannot add USD and EUR',
    );
  });
});

describe('amounts as decimals', () => {
  it.each([
    [1234, 'USD', '12.34'], [-5, 'JPY', '-5'], [-1, 'USD', '-0.01'], [0, 'USD', '0.00'], [1500, 'KWD', '1.500'], [-1234567, 'EUR', '-12345.67'],
  ])('writes %d %s as %s', (minor, currency, text) => {
    expect(minorToDecimal(minor, currency)).toBe(text);
  }); // prettier-ignore

  test.prop([fc.maxSafeInteger(), fc.constantFrom(...knownCurrencies())])(
    'have the sign, the digits of the currency and every digit of the number (I12)',
    (minor, currency) => {
      const digits = currencyDigits(currency);
      const text = minorToDecimal(minor, currency);
      expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
      expect(Number(text.replace('.', ''))).toBe(minor + 0);
    },
  );

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
    expect(() => minorToDecimal(0.1, 'JPY')).toThrow(/safe integer/);
    for (const value of [Number.NaN, Infinity, -(2 ** 53)])
      expect(() => safeInteger(value)).toThrow(`${value} is not a safe integer of minor units`);
    expect(safeInteger(-(2 ** 53) + 1)).toBe(-(2 ** 53) + 1);
  });
});
