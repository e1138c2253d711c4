import { afterAll, describe, expect, it } from 'vitest';
import { widgetConfig } from '../../src/checkout/widget-config.ts';
import { closestTag, editionFor, offerFor } from '../../src/publisher/editions.ts';
import { readPublisher } from '../../src/publisher/publisher.ts';
import { temporaryFolder } from '../_support/make.ts';
import { configOf, publisherFile, settings } from '../_support/settings.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const SMALL = { min: 1, max: 50, presets: [1, 3, 5] };
const EDITIONS = {
  en: { currency: 'USD' },
  uk: {
    name: 'Приклад',
    currency: 'PLN',
    currencies: ['EUR', 'PLN'],
    amounts: { EUR: { monthly: SMALL } },
  },
  'pt-BR': {},
};

const problems = (over: Record<string, unknown>) => {
  const read = readPublisher(publisherFile(over));
  return 'faults' in read ? read.faults.map(({ path, problem }) => `${path} ${problem}`) : [];
};
const publisher = (over: Record<string, unknown>) => {
  const read = readPublisher(publisherFile(over));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.publisher;
};

describe('an edition', () => {
  it('has its own name, currencies and amounts, and what it does not set is the publisher’s', () => {
    const all = publisher({ editions: EDITIONS, amounts: { EUR: { once: { ...SMALL, max: 70 } } } });
    const { uk, en } = all.editions;
    expect([uk?.name, en?.name]).toEqual(['Приклад', 'The Example Times']);
    expect(uk?.currencies.map(({ currency }) => currency)).toEqual(['EUR', 'PLN']);
    expect(en?.currencies.map(({ currency }) => currency)).toEqual(['USD', 'EUR', 'GBP', 'JPY']);
    const eur = (edition: typeof uk) => edition && offerFor(edition, 'EUR');
    expect(eur(uk)?.monthly).toMatchObject({ minMinor: 100, maxMinor: 5_000, defaultMinor: 300 });
    expect(eur(en)?.monthly).toMatchObject({ minMinor: 200, maxMinor: 100_000 });
    expect(eur(uk)?.once.maxMinor).toBe(7_000);
    expect(eur(uk)?.annual).toEqual(eur(en)?.annual);
  });

  it('is what the box and the pages of its language show', () => {
    const config = configOf(settings(folder.path, {}, { editions: EDITIONS }));
    const shown = (lang: string) => {
      const all = widgetConfig(config, { lang, currency: undefined, country: null });
      const { publisherName, defaultCurrency, currencies } = all;
      return [all.lang, publisherName, defaultCurrency, currencies.length];
    };
    expect(shown('uk-UA')).toEqual(['uk', 'Приклад', 'PLN', 2]);
    expect(shown('sr')).toEqual(['en', 'The Example Times', 'USD', 4]);
  });

  it('tells every fault at once, each where it stands and only once', () => {
    const editions = {
      en: {},
      uk: {
        currency: 'GBP',
        currencies: ['EUR', 'ISK'],
        amounts: { EUR: { once: { ...SMALL, min: 9 } }, CHF: {} },
      },
      fr: { currencies: ['EUR', 'SEK'] },
    };
    const amounts = { SEK: { once: { min: 20, max: 10, presets: [20] } }, RON: {} };
    expect(problems({ editions, amounts }).sort()).toEqual([
      expect.stringMatching(/^amounts\.RON is not among/),
      expect.stringMatching(/^amounts\.SEK\.once min must be above 0, max not below min/),
      expect.stringMatching(/^amounts\.SEK\.once\.presets\[0\] 20 lies outside/),
      expect.stringMatching(/^editions\.uk\.amounts\.CHF CHF is not among/),
      expect.stringMatching(
        /^editions\.uk\.amounts\.EUR\.once\.presets\[0\] 1 lies outside the limits 9 to 50/,
      ),
      expect.stringMatching(/^editions\.uk\.amounts\.EUR\.once\.presets\[1\] 3 lies outside/),
      expect.stringMatching(/^editions\.uk\.amounts\.EUR\.once\.presets\[2\] 5 lies outside/),
      expect.stringMatching(/^editions\.uk\.amounts\.ISK\.annual is missing/),
      expect.stringMatching(/^editions\.uk\.amounts\.ISK\.monthly is missing/),
      expect.stringMatching(/^editions\.uk\.amounts\.ISK\.once is missing/),
      expect.stringMatching(/^editions\.uk\.currency GBP is not among/),
    ]);
    expect(problems({ editions: { en: { currencies: ['RUR'] } } }).join()).toMatch(/not a currency/);
    expect(problems({ editions: { en: { statementText: 'X' } } }).join()).toMatch(
      /unknown key: statementText/,
    );
  });

  it('asks for the fixed part of the fee of every currency that an edition offers', () => {
    const fees = { percent: 2.9, fixed: { USD: 0.3, EUR: 0.25, GBP: 0.2, JPY: 40 } };
    expect(problems({ editions: EDITIONS, fees })).toEqual([
      expect.stringMatching(/^fees\.fixed\.PLN is missing/),
    ]);
  });
});

describe('the closest language', () => {
  it.each([
    ['uk-UA', 'uk'],
    ['UK', 'uk'],
    ['de-AT-1996', 'de-AT'],
    ['de-CH', 'de'],
    ['de', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['sr', undefined],
    ['ukr', undefined],
    ['', undefined],
  ])('for %j is %j', (tag, found) => {
    expect(closestTag(tag, ['en', 'uk', 'de', 'de-AT', 'pt-BR', 'zh-Hans', 'zh-Hant'])).toBe(found);
  });

  it('is the default edition where there is none', () => {
    expect(editionFor(publisher({ editions: EDITIONS, defaultLang: 'uk' }), 'sr').lang).toBe('uk');
  });
});
