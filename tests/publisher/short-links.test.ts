import { expect, test } from 'vitest';
import { readPublisher } from '../../src/publisher/publisher.ts';
import { publisherFile } from '../_support/settings.ts';

const faults = (shortLinks: unknown) => {
  const read = readPublisher(publisherFile({ shortLinks }));
  return 'faults' in read ? read.faults.map(({ path, problem }) => `${path} ${problem}`) : [];
};

test('links for print that the give page would take start the service', () => {
  expect(
    faults({
      river: { campaign: 'print', frequency: 'monthly', amount: 7.5, currency: 'EUR', lang: 'ru' },
      jp: { amount: 700, currency: 'JPY' },
      'a-1': {},
      x: { frequency: 'once', amount: 10_000 },
    }),
  ).toEqual([]);
});

test.each([
  [{ a: { amount: 1 } }, 'shortLinks.a.amount 1 USD lies outside the limits'],
  [{ a: { amount: 1_000.5 } }, 'shortLinks.a.amount 1000.5 USD lies outside the limits'],
  [{ a: { amount: 5.005 } }, 'shortLinks.a.amount 5.005 cannot be paid in USD'],
  [{ a: { amount: 300.5, currency: 'JPY' } }, 'shortLinks.a.amount 300.5 cannot be paid in JPY'],
  [{ a: { currency: 'CHF' } }, 'shortLinks.a.currency CHF is not among "currencies"'],
  [{ a: { lang: 'fr' } }, 'shortLinks.a.lang there is no edition "fr"'],
  [{ a: { lang: 'constructor' } }, 'shortLinks.a.lang there is no edition "constructor"'],
  [
    { a: { campaign: 'Not A Slug' } },
    'shortLinks.a.campaign is not 1 to 40 small letters, digits and hyphens',
  ],
])('%j stops the start with its cure', (links, fault) => {
  expect(faults(links)).toEqual([fault]);
});

test.each(['UPPER', 'a/b', 'a b', '-a', 'a-', '', 'x'.repeat(25), 'ж'])(
  'the code "%s" is refused',
  (code) => {
    expect(faults({ [code]: {} })).toHaveLength(1);
  },
);

test('what it does not know is refused, not passed over', () => {
  expect(faults({ a: { amout: 5 } })).toHaveLength(1);
});
