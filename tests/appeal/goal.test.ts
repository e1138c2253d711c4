import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  FEWEST_APART,
  giftSet,
  lastSlot,
  nextFigure,
  shownGoal,
  type GiftSet,
  type GoalFigure,
} from '../../src/appeal/goal.ts';
import { publishGoal } from '../../src/appeal/publish-goal.ts';
import { bookDate } from '../../src/ledger/book-date.ts';

const ZONE = 'Europe/Amsterdam';
const START = Date.parse('2026-10-20T00:00:00Z');
const HOUR = 3_600_000;
const WISH = {
  titles: { en: 'A second reporter', ru: 'Второй репортёр' },
  per: 'month' as const,
  currency: 'USD',
  targetMinor: 1_000_000,
  hour: 6,
  roundToPercent: 5,
};
type Wish = Omit<typeof WISH, 'per'> & { per: 'month' | 'year'; campaign?: string };

/** A gift as the ledger would hold it: written down some time after it was made. */
type Gift = { at: number; supporter: number; amountMinor: number; campaign: string | null };

/** The store's part, written down the other way round: sets of supporters instead of sums in SQL. */
function books(gifts: readonly Gift[]) {
  const entries = gifts.toSorted((a, b) => a.at - b.at).map((gift, i) => ({ ...gift, seq: i + 1 }));
  const of = (set: GiftSet) =>
    entries.filter((gift) => {
      const month = bookDate(new Date(gift.at), ZONE).slice(0, 7);
      const fits = set.campaign === null || gift.campaign === set.campaign;
      return gift.seq <= set.bound && month >= set.first && month <= set.last && fits;
    });
  const figures: GoalFigure[] = [];
  const apart = (a: GiftSet, b: GiftSet) => {
    const [inA, inB] = [new Set(of(a)), new Set(of(b))];
    const once = entries.filter((gift) => inA.has(gift) !== inB.has(gift));
    return new Set(once.map((gift) => gift.supporter)).size;
  };
  const store: Parameters<typeof publishGoal>[0]['store'] = {
    entriesWrittenBefore: async (at) => entries.findLast((gift) => gift.at < at.getTime())?.seq ?? 0,
    giftSum: async (set) => ({
      sumMinor: of(set).reduce((sum, gift) => sum + gift.amountMinor, 0),
      supporters: new Set(of(set).map((gift) => gift.supporter)).size,
    }),
    supportersApart: async (a, b) => apart(a, b),
    goalFigures: async () => figures.toReversed(),
    addGoalFigure: async (figure) => {
      if (figures.some(({ day }) => day === figure.day)) return false;
      figures.push(figure);
      return true;
    },
  };
  return { figures, apart, store };
}

async function run(gifts: readonly Gift[], looks: readonly { at: number; wish: Wish }[]) {
  const { figures, apart, store } = books(gifts);
  for (const { at, wish } of looks) {
    const config = { publisher: { goal: wish, bookZone: ZONE } };
    await publishGoal({ config, store, now: () => new Date(at) });
  }
  return { figures, apart };
}

const gift = fc.record({
  at: fc.integer({ min: 0, max: 30 * 24 * 60 }).map((minute) => START + minute * 60_000),
  supporter: fc.integer({ min: 1, max: 60 }),
  amountMinor: fc.constantFrom(200, 500, 1_000, 99_900),
  campaign: fc.constantFrom('river', null),
});
const gifts = fc.array(gift, { maxLength: 250 });
const wish: fc.Arbitrary<Wish> = fc
  .record({
    per: fc.constantFrom('month' as const, 'year' as const),
    campaign: fc.constantFrom('river', undefined),
    hour: fc.constantFrom(6, 18),
  })
  .map(({ per, campaign, hour }) => ({
    ...WISH,
    per,
    hour,
    ...(campaign === undefined ? {} : { campaign }),
  }));

describe('the figure of a goal', () => {
  // Whoever reads the page as often as they like has these figures and no other.
  const looks = fc
    .array(fc.record({ at: fc.integer({ min: 0, max: 30 * 24 * 60 }), wish }), { maxLength: 80 })
    .map((all) =>
      all.map((look) => ({ ...look, at: START + look.at * 60_000 })).toSorted((a, b) => a.at - b.at),
    );

  test.prop([gifts, looks], { numRuns: 300 })(
    'never tells of fewer than ten supporters, whichever two figures are held together, also where the wish changes (I30)',
    async (all, when) => {
      const { figures, apart } = await run(all, when);
      for (const [i, a] of figures.entries())
        for (const b of figures.slice(i + 1)) {
          if (a.currency === b.currency && a.first <= b.last && b.first <= a.last)
            expect(apart(a, b)).toBeGreaterThanOrEqual(FEWEST_APART);
          expect(a.reachedMinor % (WISH.targetMinor / 20)).toBe(0);
        }
      expect(new Set(figures.map(({ day }) => day)).size).toBe(figures.length);
    },
  );

  const minutes = fc.array(fc.integer({ min: 0, max: 24 * 60 - 1 }), { minLength: 31, maxLength: 31 });
  test.prop([gifts, minutes], { numRuns: 100 })(
    'does not tell when the tenth gift came: however late in the day it is looked, the figures are the same',
    async (all, late) => {
      const slot = (day: number) =>
        lastSlot(WISH, ZONE, new Date(START + day * 24 * HOUR + 12 * HOUR)).at.getTime();
      const prompt = late.map((_, day) => ({ at: slot(day), wish: WISH }));
      // The last minute before the next slot is still today's; days of 25 hours only make it earlier.
      const tardy = late.map((minute, day) => ({
        at: slot(day) + Math.min(minute, 22 * 60) * 60_000,
        wish: WISH,
      }));
      expect((await run(all, tardy)).figures).toEqual((await run(all, prompt)).figures);
    },
  );

  it('comes out where enough give, so that the tests above look at something', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({
      at: START + i * 5 * HOUR,
      supporter: i,
      amountMinor: 20_000,
      campaign: null,
    }));
    const daily = Array.from({ length: 14 }, (_, day) => ({
      at: START + (day * 24 + 12) * HOUR,
      wish: WISH,
    }));
    const { figures } = await run(many, daily);
    expect(figures.map(({ day, reachedMinor }) => [day, reachedMinor])).toEqual([
      ['2026-10-22', 200_000],
      // On the 24th only nine had come since; the clocks change on the 25th.
      ['2026-10-25', 500_000],
      ['2026-10-27', 700_000],
      ['2026-10-29', 900_000],
    ]);
  });

  it('waits for the tenth supporter, against every figure that was shown', () => {
    const set = giftSet(WISH, '2026-11-22', 50);
    const found = { day: '2026-11-22', sumMinor: 123_456 };
    expect(nextFigure(WISH, set, { ...found, supporters: 9, apart: [] })).toBeNull();
    expect(nextFigure(WISH, set, { ...found, supporters: 40, apart: [10, 9] })).toBeNull();
    expect(nextFigure(WISH, set, { ...found, supporters: 40, apart: [10, 12] })).toEqual({
      ...set,
      day: '2026-11-22',
      reachedMinor: 100_000,
    });
    expect(nextFigure(WISH, set, { ...found, sumMinor: -5, supporters: 10, apart: [] })?.reachedMinor).toBe(
      0,
    );
  });

  it('changes at its hour in the book zone, on days of 23 and 25 hours too', () => {
    const slot = (now: string) => lastSlot(WISH, ZONE, new Date(now));
    expect(slot('2026-10-24T03:59:59Z')).toEqual({ day: '2026-10-23', at: new Date('2026-10-23T04:00:00Z') });
    expect(slot('2026-10-24T04:00:00Z')).toEqual({ day: '2026-10-24', at: new Date('2026-10-24T04:00:00Z') });
    expect(slot('2026-10-25T04:59:00Z').day).toBe('2026-10-24');
    expect(slot('2026-10-25T05:00:00Z').day).toBe('2026-10-25');
    expect(slot('2026-03-29T04:00:00Z').day).toBe('2026-03-29');
  });

  it('is shown only in its own month and for the wish it was made for', () => {
    const figure = { ...giftSet(WISH, '2026-11-22', 50), day: '2026-11-22', reachedMinor: 400_000 };
    const reader = { lang: 'ru', defaultLang: 'en', today: '2026-11-30' };
    expect(shownGoal(WISH, figure, reader)).toEqual({
      title: 'Второй репортёр',
      per: 'month',
      currency: 'USD',
      targetMinor: 1_000_000,
      reachedMinor: 400_000,
      percent: 40,
      asOf: '2026-11-22',
    });
    expect(shownGoal(WISH, figure, { ...reader, lang: 'de' })?.title).toBe('A second reporter');
    expect(shownGoal(WISH, figure, { ...reader, today: '2026-12-01' })).toBeNull();
    expect(shownGoal({ ...WISH, campaign: 'river' }, figure, reader)).toBeNull();
    expect(shownGoal({ ...WISH, currency: 'EUR' }, figure, reader)).toBeNull();
    expect(shownGoal(WISH, { ...figure, reachedMinor: 0 }, reader)).toBeNull();
    expect(shownGoal(WISH, null, reader)).toBeNull();
  });
});
