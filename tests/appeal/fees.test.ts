import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { feeOf, withFee } from '../../src/appeal/fees.ts';

const CARD = { basisPoints: 290, fixedMinor: 30 };
const LIMITS = { stepMinor: 1, maxMinor: 100_000 };

const cases = fc.record({
  amount: fc.integer({ min: 1, max: 99_999_999 }),
  fee: fc.record({
    basisPoints: fc.integer({ min: 0, max: 1_500 }),
    fixedMinor: fc.integer({ min: 0, max: 5_000 }),
  }),
  stepMinor: fc.constantFrom(1, 10, 100),
});

describe('the card fee', () => {
  it.each([
    [500, 45, 546],
    [200, 36, 237],
    [2_400, 100, 2_503],
    [10_000, 320, 10_330],
  ])('%i minor units lose %i, and %i leave them whole', (amount, fee, covered) => {
    expect(feeOf(amount, CARD)).toBe(fee);
    expect(withFee(amount, CARD, LIMITS)).toBe(covered);
  });

  it('goes in the steps of the currency, and not above the largest amount', () => {
    expect(withFee(50_000, { basisPoints: 290, fixedMinor: 0 }, { stepMinor: 100, maxMinor: 100_000 })).toBe(
      51_500,
    );
    expect(withFee(97_070, CARD, LIMITS)).toBe(100_000);
    expect(withFee(97_071, CARD, LIMITS)).toBeNull();
  });

  test.prop([cases], { numRuns: 5_000 })(
    'once added leaves at least the amount, in whole steps, and one step less would not',
    ({ amount, fee, stepMinor }) => {
      const charged = withFee(amount, fee, { stepMinor, maxMinor: Number.MAX_SAFE_INTEGER }) ?? 0;
      const left = (of: number) => of - feeOf(of, fee);
      expect(charged % stepMinor).toBe(0);
      expect(left(charged)).toBeGreaterThanOrEqual(amount);
      expect(left(charged - stepMinor)).toBeLessThan(amount);
      expect(Number.isSafeInteger(charged)).toBe(true);
    },
  );

  test.prop([cases, fc.integer({ min: 1, max: 99_999_999 })])(
    'is added within the limit or not at all',
    (one, maxMinor) => {
      const charged = withFee(one.amount, one.fee, { stepMinor: one.stepMinor, maxMinor });
      const unlimited =
        withFee(one.amount, one.fee, { stepMinor: one.stepMinor, maxMinor: Number.MAX_SAFE_INTEGER }) ?? 0;
      expect(charged).toBe(unlimited <= maxMinor ? unlimited : null);
    },
  );
});
