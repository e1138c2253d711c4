import { afterAll, describe, expect, it } from 'vitest';
import { widgetConfig } from '../../src/checkout/widget-config.ts';
import { readPublisher } from '../../src/publisher/publisher.ts';
import { temporaryFolder } from '../_support/make.ts';
import { configOf, publisherFile, settings } from '../_support/settings.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const EXPERIMENT = {
  name: 'Heading of November',
  since: '2026-11-02',
  viewsPerVariant: 20_000,
  variants: [{ id: 'usual' }, { id: 'months', editions: { en: { heading: 'Four months of work.' } } }],
};
const GOAL = { titles: { en: 'A second reporter' }, currency: 'USD', target: 50_000 };
const FEES = { percent: 2.9, fixed: { USD: 0.3, EUR: 0.25, GBP: 0.2, JPY: 40 } };

const problems = (over: Record<string, unknown>) => {
  const read = readPublisher(publisherFile(over));
  return 'faults' in read ? read.faults.map(({ path, problem }) => `${path} ${problem}`).join('\n') : '';
};
const publisher = (over: Record<string, unknown>) => {
  const read = readPublisher(publisherFile(over));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.publisher;
};

describe('the options of the publisher file', () => {
  it('are off where nothing is said', () => {
    expect(publisher({})).toMatchObject({ counts: false, campaigns: [] });
    const { experiment, goal, fees } = publisher({});
    expect([experiment, goal, fees]).toEqual([undefined, undefined, undefined]);
  });

  it('keep amounts as whole minor units', () => {
    expect(publisher({ fees: FEES }).fees).toEqual({
      basisPoints: 290,
      fixedMinor: { USD: 30, EUR: 25, GBP: 20, JPY: 40 },
    });
    expect(publisher({ goal: GOAL }).goal).toMatchObject({
      targetMinor: 5_000_000,
      per: 'month',
      hour: 6,
      roundToPercent: 5,
    });
  });

  it('say what is wrong, and where', () => {
    const variants = (more: unknown[]) => ({ experiment: { ...EXPERIMENT, variants: more } });
    expect(problems(variants([{ id: 'a' }]))).toContain('fewer than two');
    expect(problems(variants([{ id: 'a' }, { id: 'a' }]))).toContain('one id to two variants');
    expect(problems(variants([{ id: 'a' }, { id: 'b', editions: { fr: {} } }]))).toContain(
      'experiment.variants.1.editions.fr is not among',
    );
    const long = { id: 'b', editions: { en: { message: 'x'.repeat(600), heading: 'y'.repeat(120) } } };
    expect(problems(variants([{ id: 'a' }, long]))).toContain('would slow every page');
    expect(problems({ experiment: { ...EXPERIMENT, since: '2026-02-30' } })).toContain('is not a day');
    expect(problems({ goal: { ...GOAL, titles: { ru: 'Репортёр' } } })).toContain(
      'goal.titles.en is missing',
    );
    expect(problems({ goal: { ...GOAL, target: 999 } })).toContain('show single gifts');
    expect(problems({ goal: { ...GOAL, target: 1_000.001 } })).toContain('hundred equal steps');
    expect(problems({ fees: { ...FEES, percent: 2.915 } })).toContain('more than two decimals');
    expect(problems({ fees: { ...FEES, fixed: { USD: 0.3 } } })).toContain('fees.fixed.EUR is missing');
    expect(problems({ fees: { ...FEES, fixed: { ...FEES.fixed, JPY: 0.5 } } })).toContain('finer than');
    expect(problems({ campaigns: ['Not a slug'] })).toContain('small letters');
  });
});

describe('the configuration of the box', () => {
  const sent = (over: Record<string, unknown>, lang: string) =>
    widgetConfig(configOf(settings(folder.path, {}, over)), { lang, currency: undefined, country: null });

  it('holds none of the options unless they are on', () => {
    expect(Object.keys(sent({}, 'en'))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(variants|goal|fees|counts)$/)]),
    );
  });

  it('holds the variants of an edition, and none where all would look alike', () => {
    expect(sent({ experiment: EXPERIMENT, counts: true, fees: FEES }, 'en')).toMatchObject({
      variants: [
        { id: 'usual', texts: {} },
        { id: 'months', texts: { heading: 'Four months of work.' } },
      ],
      counts: true,
      fees: true,
    });
    expect(sent({ experiment: EXPERIMENT }, 'ru').variants).toBeUndefined();
  });
});
