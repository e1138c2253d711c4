import { expect, test } from 'vitest';
import { readChoice, startChoice, withCurrency } from '../../src/box/choice.ts';
import { offer, widgetConfig } from '../widget/site.ts';

const config = widgetConfig({ currencies: [offer('USD', 2), offer('EUR', 2), offer('JPY', 0)] });

test('a box opens with the second preset of the default frequency', () => {
  expect(readChoice(config, startChoice(config))).toEqual({
    frequency: 'monthly',
    currency: 'USD',
    amountMinor: 500,
  });
});

test('an address may ask for a frequency, a currency and an amount; nonsense is passed over', () => {
  const asked = startChoice(config, { frequency: 'annual', currency: 'jpy', amount: '8,000' });
  expect(readChoice(config, asked)).toEqual({ frequency: 'annual', currency: 'JPY', amountMinor: 8_000 });
  expect(startChoice(config, { frequency: 'weekly', currency: 'XXX', amount: '<b>' })).toEqual(
    startChoice(config),
  );
});

test('an amount that is no preset goes under Other', () => {
  const choice = startChoice(config, { amount: '7.50' });
  expect(choice.amount.monthly).toBe('other');
  expect(choice.other.monthly).toBe('7.50');
  expect(readChoice(config, choice)).toMatchObject({ amountMinor: 750 });
});

test('another currency keeps the place among the presets and what was typed', () => {
  const third = startChoice(config, { amount: '10' });
  expect(withCurrency(config, third, 'JPY').amount.monthly).toBe('1500');
  const typed = startChoice(config, { amount: '7' });
  expect(withCurrency(config, typed, 'EUR')).toMatchObject({ currency: 'EUR', other: { monthly: '7' } });
  expect(withCurrency(config, typed, 'RUB')).toBe(typed);
});

test.each([
  ['', 'empty'],
  ['a lot', 'format'],
  ['-5', 'format'],
  ['1', 'too_small'],
  ['1000.01', 'too_large'],
])('%j under Other is %s', (typed, fault) => {
  const choice = startChoice(config);
  choice.amount.monthly = 'other';
  choice.other.monthly = typed;
  expect(readChoice(config, choice)).toEqual({ frequency: 'monthly', fault });
});

test('a preset that was tampered with is held against the limits too', () => {
  const choice = startChoice(config);
  choice.amount.monthly = '0';
  expect(readChoice(config, choice)).toEqual({ frequency: 'monthly', fault: 'too_small' });
});
