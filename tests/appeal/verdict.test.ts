import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { VariantCount, VariantPledges } from '../../src/appeal/count.ts';
import { meanInterval, wilsonInterval } from '../../src/appeal/intervals.ts';
import {
  daysAfter,
  judgementDay,
  mainCurrency,
  variantResults,
  verdictOf,
  type VariantResult,
} from '../../src/appeal/verdict.ts';

const TRIAL = { since: '2026-11-02', viewsPerVariant: 10_000, variants: [{ id: 'a' }, { id: 'b' }] };

/** Numbers that look random and are the same every time. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const views = (perDay: number, days: number, variant: string, since = TRIAL.since): VariantCount[] =>
  Array.from({ length: days }, (_, i) => ({
    day: daysAfter(since, i),
    variant,
    event: 'view',
    count: perDay,
  }));
const paid = (over: Partial<VariantPledges>): VariantPledges => ({
  variant: 'a',
  frequency: 'once',
  running: false,
  currency: 'USD',
  pledges: 0,
  payers: 0,
  firstNetMinor: 0,
  firstNetSquares: 0,
  netMinor: 0,
  netSquares: 0,
  ...over,
});
const result = (id: string, over: Partial<VariantResult> = {}): VariantResult => ({
  id,
  views: 10_000,
  choices: 0,
  checkouts: 400,
  payers: 200,
  payerRate: wilsonInterval(200, 10_000),
  value: { value: 10, low: 9, high: 11 },
  ...over,
});

describe('intervals', () => {
  it('are those of the textbook', () => {
    const ten = wilsonInterval(10, 100);
    expect([ten.low, ten.high].map((end) => end.toFixed(4))).toEqual(['0.0552', '0.1744']);
    expect(wilsonInterval(0, 20).high.toFixed(3)).toBe('0.161');
    // 1, 2, 3, 4, 5: mean 3, variance 2.5.
    const five = meanInterval(5, 15, 55);
    expect([five.value, five.low.toFixed(3), five.high.toFixed(3)]).toEqual([3, '1.614', '4.386']);
  });

  it('hold the truth in about 95 of 100 draws, also where few views bring something', () => {
    const roll = dice(7);
    let [means, shares] = [0, 0];
    for (let run = 0; run < 400; run++) {
      let [sum, squares, payers] = [0, 0, 0];
      for (let view = 0; view < 5_000; view++) {
        if (roll() >= 0.02) continue;
        const gift = roll() < 0.5 ? 500 : 2_000;
        payers += 1;
        sum += gift;
        squares += gift ** 2;
      }
      const mean = meanInterval(5_000, sum, squares);
      const share = wilsonInterval(payers, 5_000);
      if (mean.low <= 25 && mean.high >= 25) means += 1;
      if (share.low <= 0.02 && share.high >= 0.02) shares += 1;
    }
    for (const held of [means, shares]) {
      expect(held / 400).toBeGreaterThan(0.92);
      expect(held / 400).toBeLessThan(0.985);
    }
  });
});

describe('the day of judgement', () => {
  const both = (perDay: number, days: number) => [...views(perDay, days, 'a'), ...views(perDay, days, 'b')];

  it('waits for two full weeks, however many came', () => {
    expect(judgementDay(TRIAL, both(50_000, 30), '2026-11-15')).toBeNull();
    expect(judgementDay(TRIAL, both(50_000, 30), '2026-11-16')).toBe('2026-11-16');
  });

  it('waits for the planned views of every variant, and does not count what came before the start', () => {
    expect(judgementDay(TRIAL, both(500, 20), '2026-12-24')).toBe('2026-11-22');
    expect(judgementDay(TRIAL, [...views(5_000, 30, 'a'), ...views(300, 30, 'b')], '2026-12-24')).toBeNull();
    const early = [
      ...both(500, 19),
      ...views(9_000, 3, 'a', '2026-10-30'),
      ...views(9_000, 3, 'b', '2026-10-30'),
    ];
    expect(judgementDay(TRIAL, early, '2026-12-24')).toBeNull();
  });

  test.prop([fc.array(fc.nat(3_000), { minLength: 20, maxLength: 40 }), fc.nat(20)])(
    'stays what it was, whatever comes later',
    (perDay, more) => {
      const counts = perDay.flatMap((count, i): VariantCount[] =>
        ['a', 'b'].map((variant) => ({ day: daysAfter(TRIAL.since, i), variant, event: 'view', count })),
      );
      const today = daysAfter(TRIAL.since, 20);
      const first = judgementDay(TRIAL, counts, today);
      if (first !== null) expect(judgementDay(TRIAL, counts, daysAfter(today, more))).toBe(first);
    },
  );
});

describe('what each variant brought', () => {
  const pledges = [
    paid({ pledges: 50, payers: 40, netMinor: 40_000, netSquares: 40 * 1_000 ** 2, firstNetMinor: 44_000 }),
    paid({ frequency: 'monthly', running: true, pledges: 10, payers: 10, firstNetMinor: 4_550, firstNetSquares: 10 * 455 ** 2, netMinor: 9_100 }),
    paid({ frequency: 'monthly', pledges: 5, payers: 5, netMinor: 0, firstNetMinor: 2_275 }),
    paid({ currency: 'EUR', pledges: 3, payers: 3, netMinor: 900_000, netSquares: 3 * 300_000 ** 2 }),
    paid({ currency: null, pledges: 20 }),
  ]; // prettier-ignore

  it('counts a plan that runs as eight payments, one that is over as what it brought, other currencies not at all', () => {
    const counts: VariantCount[] = [
      ...views(1_000, 5, 'a'),
      { day: '2026-11-03', variant: 'a', event: 'change', count: 70 },
      ...views(1_000, 3, 'a', '2026-10-30'),
      ...views(1_000, 5, 'b'),
    ];
    const [a] = variantResults(TRIAL, counts, pledges, '2026-11-05');
    expect(a).toMatchObject({ id: 'a', views: 3_000, choices: 70, checkouts: 88, payers: 58 });
    expect(a?.value.value).toBeCloseTo((40_000 + 8 * 4_550) / 3_000, 10);
    const half = (a?.value.high ?? 0) - (a?.value.value ?? 0);
    const squares = 40 * 1_000 ** 2 + 10 * (8 * 455) ** 2;
    const variance = (squares - 76_400 ** 2 / 3_000) / 2_999;
    expect(half).toBeCloseTo(1.959964 * Math.sqrt(variance / 3_000), 6);
    expect(a?.payerRate).toEqual(wilsonInterval(58, 3_000));
  });

  it('judges in the currency that most payers are settled in', () => {
    expect(mainCurrency(pledges)).toBe('USD');
    expect(mainCurrency([paid({ currency: null, pledges: 4 })])).toBeNull();
  });
});

describe('the verdict', () => {
  const good = result('b', { value: { value: 20, low: 18, high: 22 } });

  it('names nobody before the plan is reached, however clear it looks', () => {
    const early = [result('a', { views: 9_000 }), { ...good, views: 4_000 }];
    expect(verdictOf(TRIAL, early, null)).toEqual({
      kind: 'waiting',
      earliest: '2026-11-16',
      lacking: 6_000,
    });
    expect(verdictOf(TRIAL, [result('a'), good], null)).toMatchObject({ kind: 'waiting', lacking: 0 });
  });

  it('names the one whose interval lies above all others, and nobody where they touch', () => {
    expect(verdictOf(TRIAL, [result('a'), good], '2026-11-20')).toEqual({ kind: 'winner', id: 'b' });
    const near = { ...good, value: { value: 20, low: 10.9, high: 22 } };
    expect(verdictOf(TRIAL, [result('a'), near], '2026-11-20')).toEqual({ kind: 'no_difference' });
    const third = result('c', { value: { value: 19, low: 17, high: 21 } });
    expect(verdictOf(TRIAL, [result('a'), good, third], '2026-11-20')).toEqual({ kind: 'no_difference' });
  });

  it('names nobody where more money means clearly fewer supporters', () => {
    const few = { ...good, payers: 100, payerRate: wilsonInterval(100, 10_000) };
    expect(verdictOf(TRIAL, [result('a'), few], '2026-11-20')).toEqual({
      kind: 'fewer_supporters',
      id: 'b',
      than: 'a',
    });
  });

  it('names nobody by few payers, or where the counters missed readers', () => {
    expect(verdictOf(TRIAL, [result('a'), { ...good, payers: 29 }], '2026-11-20').kind).toBe(
      'too_few_payers',
    );
    expect(verdictOf(TRIAL, [result('a'), { ...good, checkouts: 10_001 }], '2026-11-20').kind).toBe(
      'views_missing',
    );
  });

  it('finds a winner between two equal texts in fewer than 5 of 100 experiments', () => {
    const roll = dice(11);
    const draw = (id: string): VariantResult => {
      let [sum, squares, payers] = [0, 0, 0];
      for (let view = 0; view < 10_000; view++) {
        if (roll() >= 0.01) continue;
        const gift = [200, 500, 1_000, 5_000][Math.floor(roll() * 4)] ?? 0;
        payers += 1;
        sum += gift;
        squares += gift ** 2;
      }
      return result(id, {
        payers,
        payerRate: wilsonInterval(payers, 10_000),
        value: meanInterval(10_000, sum, squares),
      });
    };
    let named = 0;
    for (let run = 0; run < 300; run++)
      if (verdictOf(TRIAL, [draw('a'), draw('b')], '2026-11-20').kind !== 'no_difference') named += 1;
    expect(named / 300).toBeLessThan(0.05);
  });
});
