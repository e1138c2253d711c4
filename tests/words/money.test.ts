import { describe, expect, test } from 'vitest';
import { moneyText } from '../../src/box/money-text.ts';
import { parseAmount } from '../../src/checkout/amount.ts';
import { currencyDigits } from '../../src/money.ts';
import { waitText } from '../../src/pages/texts.ts';
import { dayText } from '../../src/box/reminder-days.ts';

const CURRENCIES = ['USD', 'EUR', 'GBP', 'PLN', 'CZK', 'JPY', 'ILS'];
const offered = CURRENCIES.map((currency) => ({ currency, digits: currencyDigits(currency) }));
/** The spaces that do not break, made visible: wide and narrow. */
const seen = (text: string) => text.replaceAll('\u00a0', '_').replaceAll('\u202f', '~');
const RLM = '\u200f';
const LRM = '\u200e';

/** 1,234.50 in whole units; yen have no smaller one. */
test.each([
  ['en', ['$1,234.50', '€1,234.50', '£1,234.50', 'zł_1,234.50', 'Kč_1,234.50', '¥1,235', '₪1,234.50']],
  ['ru', ['1_234,50_$', '1_234,50_€', '1_234,50_£', '1_234,50_zł', '1_234,50_Kč', '1_235_¥', '1_234,50_₪']],
  ['uk', ['1_234,50_$', '1_234,50_€', '1_234,50_£', '1_234,50_zł', '1_234,50_Kč', '1_235_¥', '1_234,50_₪']],
  ['de', ['1.234,50_$', '1.234,50_€', '1.234,50_£', '1.234,50_zł', '1.234,50_Kč', '1.235_¥', '1.234,50_₪']],
  ['fr', ['1~234,50_$', '1~234,50_€', '1~234,50_£', '1~234,50_zł', '1~234,50_Kč', '1~235_¥', '1~234,50_₪']],
  ['es', ['1234,50_$', '1234,50_€', '1234,50_£', '1234,50_zł', '1234,50_Kč', '1235_¥', '1234,50_₪']],
  [
    'ar',
    // Western digits, as CLDR has them for `ar` (an edition `ar-EG` gets ٢); the marks keep "US$" in one piece.
    [`US$${LRM}`, '€', `UK£${LRM}`, 'zł', 'Kč', `JP¥${LRM}`, '₪'].map(
      (sign) => `${RLM}${sign.startsWith('JP') ? '1,235' : '1,234.50'}_${sign}`,
    ),
  ],
])('%s writes sums as its press does', (lang, shown) => {
  const money = moneyText(lang, offered);
  const sums = offered.map(({ currency, digits }) => {
    const minor = Math.ceil(1_234.5 * 10 ** digits);
    return seen(money.amount(minor, currency));
  });
  expect(sums).toEqual(shown);
});

describe.each(['en', 'ru', 'uk', 'de', 'fr', 'es', 'ar'])('in %s', (lang) => {
  test('the sign of the field stands on the side where sums have it, in every currency', () => {
    const money = moneyText(lang, offered);
    for (const { currency } of offered) {
      const { sign, signFirst } = money.sign(currency);
      const sum = money.amount(500, currency).replace(RLM, '');
      expect([currency, sum.startsWith(sign), sum.endsWith(sign)]).toEqual([currency, signFirst, !signFirst]);
    }
  });

  test('a wait is in short units, which need neither plural nor case', () => {
    for (const seconds of [1, 2, 5, 21, 90, 120, 300, 1_260]) {
      const words = waitText(lang, seconds);
      expect(words).toMatch(/^\d+\s\p{L}{1,4}\.?$/u);
      expect(Number.parseInt(words, 10)).toBe(seconds > 90 ? Math.ceil(seconds / 60) : seconds);
    }
  });
});

test('what an Arabic keyboard types is the same amount', () => {
  expect(parseAmount('٢٥', 2)).toBe(2_500);
  expect(parseAmount('٢٫٥', 2)).toBe(250);
  expect(parseAmount('١٬٠٠٠', 2)).toBe(100_000);
  expect(parseAmount(`${RLM}1,000.50\u00a0€`, 2)).toBe(100_050);
  expect(parseAmount('٢٫٥', 0)).toBe('decimals');
});

test.each([
  ['en', 'Tuesday 1 December', '1 December 2026'],
  ['en-US', 'Tuesday, December 1', 'December 1, 2026'],
  ['ru', 'вторник, 1 декабря', '1 декабря 2026'],
  ['uk', 'вівторок, 1 грудня', '1 грудня 2026'],
  ['de', 'Dienstag, 1. Dezember', '1. Dezember 2026'],
  ['fr', 'mardi 1er décembre', '1er décembre 2026'],
  ['es', 'martes, 1 de diciembre', '1 de diciembre de 2026'],
  ['ar', 'الثلاثاء، 1 ديسمبر', '1 ديسمبر 2026'],
  // No words in Polish: the sentence around is English, and so is its day.
  ['pl', 'Tuesday 1 December', '1 December 2026'],
])('%s writes a day that fits into a sentence', (lang, weekday, year) => {
  expect(dayText(lang, '2026-12-01', 'weekday')).toBe(weekday);
  expect(dayText(lang, '2026-12-01', 'year')).toBe(year);
});

test('only the first of a month is 1er', () => {
  expect(dayText('fr', '2026-12-11')).toBe('11 décembre');
  expect(dayText('fr', '2026-12-21')).toBe('21 décembre');
});
