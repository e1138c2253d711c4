import { expect, test } from 'vitest';
import { moneyText } from '../../src/box/money-text.ts';

const offered = [
  { currency: 'USD', digits: 2 },
  { currency: 'EUR', digits: 2 },
  { currency: 'HUF', digits: 2 },
  { currency: 'JPY', digits: 0 },
];

test.each([
  ['en', 500, 'USD', '$5'],
  ['en', 550, 'USD', '$5.50'],
  ['ru', 500, 'USD', '5\u00a0$'],
  ['ru', 1_000_000, 'EUR', '10\u00a0000\u00a0€'],
  ['en', 300, 'JPY', '¥300'],
  // Intl gives HUF no decimals; it is charged with two.
  ['en', 100_050, 'HUF', 'Ft\u00a01,000.50'],
])('%s shows %i %s as %s', (lang, minor, currency, shown) => {
  expect(moneyText(lang, offered).amount(minor, currency)).toBe(shown);
});

test('a sum that is to be exact shows its decimals', () => {
  expect(moneyText('en', offered).amount(500, 'USD', 'always')).toBe('$5.00');
});

test('two offered currencies with one sign are told apart by their codes', () => {
  const money = moneyText('en', [...offered, { currency: 'CAD', digits: 2 }]);
  expect(money.amount(500, 'USD')).toBe('USD\u00a05');
  expect(money.amount(500, 'CAD')).toBe('CAD\u00a05');
  expect(money.amount(500, 'EUR')).toBe('€5');
});

test('the sign stands on the side where the language puts it', () => {
  expect(moneyText('en', offered).sign('USD')).toEqual({ sign: '$', signFirst: true });
  expect(moneyText('ru', offered).sign('USD')).toEqual({ sign: '$', signFirst: false });
});
