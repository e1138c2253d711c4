import { assert, constantFrom, integer, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { decimalText, moneyText } from '../../src/box/money-text.ts';
import { parseAmount } from '../../src/checkout/amount.ts';
import { amountStepMinor, currencyDigits } from '../../src/money.ts';

const CURRENCIES = ['USD', 'EUR', 'JPY', 'KWD', 'ISK', 'HUF', 'TWD', 'UGX'];

const anyText = oneof(
  string({ maxLength: 24 }),
  string({ unit: constantFrom(...Array.from("0123456789.,\u00a0\u202f '’$€+-eExX٣３")), maxLength: 14 }),
);

test('whatever is typed becomes a whole number of minor units within bounds, or a named fault', () => {
  assert(
    property(anyText, constantFrom(0, 2, 3), (text, digits) => {
      const read = parseAmount(text, digits);
      if (typeof read === 'number') {
        expect(Number.isSafeInteger(read)).toBe(true);
        expect(read).toBeGreaterThanOrEqual(0);
        expect(text).not.toMatch(/[eExX+]|-/);
      } else expect(['empty', 'format', 'decimals']).toContain(read);
    }),
    { numRuns: 10_000 },
  );
});

test('an amount written for a field or an address is read back unchanged, in every kind of currency', () => {
  assert(
    property(constantFrom(...CURRENCIES), integer({ min: 0, max: 99_999_999 }), (currency, steps) => {
      const minor = steps * amountStepMinor(currency);
      const digits = currencyDigits(currency);
      expect(parseAmount(decimalText(minor, digits), digits)).toBe(minor);
    }),
    { numRuns: 10_000 },
  );
});

test('an amount as it is shown in English is read back unchanged when a reader copies it', () => {
  assert(
    property(constantFrom('USD', 'EUR', 'JPY'), integer({ min: 1, max: 99_999_999 }), (currency, minor) => {
      const digits = currencyDigits(currency);
      const shown = moneyText('en', [{ currency, digits }]).amount(minor, currency);
      expect(parseAmount(shown, digits)).toBe(minor);
    }),
    { numRuns: 2_000 },
  );
});
