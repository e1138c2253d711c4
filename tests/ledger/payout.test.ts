import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ENTRY_KINDS } from '../../src/ledger/entry.ts';
import { explainDeposit, type PayoutPart } from '../../src/ledger/payout.ts';
import { NOON } from '../_support/make.ts';

const listed = { automatic: true, itemisedAt: NOON };
const part = (kind: PayoutPart['kind'], grossMinor: number, feeMinor = 0, count = 1): PayoutPart => ({
  kind,
  count,
  grossMinor,
  feeMinor,
  netMinor: grossMinor - feeMinor,
});

describe('why a deposit is what it is', () => {
  it('adds up line by line', () => {
    const parts = [
      part('payment', 50_000, 2_000, 20),
      part('refund', -3_000, 0, 2),
      part('refund_failed', 500),
      part('dispute', -2_500, 1_500),
      part('dispute_reversed', 900),
      part('fee', -700),
      part('adjustment', 11),
      part('payout', -40),
      part('payout_failed', 340),
      part('other', 1_000, 60, 3),
    ];
    expect(explainDeposit({ ...listed, amountMinor: 42_954 }, parts)).toEqual({
      by: 'items',
      giftsMinor: 50_000,
      refundsMinor: -2_500,
      disputesMinor: -1_600,
      feesMinor: 4_200,
      adjustmentsMinor: 11,
      returnedMinor: 300,
      otherMinor: 940,
      items: 32,
      unexplainedMinor: 3,
    });
  });

  it('says what is not known yet', () => {
    const parts = [part('payment', 1_000)];
    const manual = { automatic: false, itemisedAt: null, amountMinor: 5_000 };
    expect(explainDeposit(manual, parts)).toMatchObject({ by: 'running_balance', unexplainedMinor: 0 });
    const pending = { automatic: true, itemisedAt: null, amountMinor: 5_000 };
    expect(explainDeposit(pending, parts)).toMatchObject({ by: 'pending', unexplainedMinor: 0 });
    expect(explainDeposit({ ...manual, itemisedAt: NOON }, parts).by).toBe('running_balance');
  });

  it('of an empty list leaves the whole deposit unexplained', () => {
    expect(explainDeposit({ ...listed, amountMinor: 5_000 }, [])).toEqual({
      by: 'items', giftsMinor: 0, refundsMinor: 0, disputesMinor: 0, feesMinor: 0, adjustmentsMinor: 0, returnedMinor: 0, otherMinor: 0, items: 0,
      unexplainedMinor: 5_000,
    }); // prettier-ignore
  });

  const money = fc.integer({ min: -1e8, max: 1e8 });
  const parts = fc.array(
    fc
      .tuple(fc.constantFrom(...ENTRY_KINDS, 'other' as const), money, fc.integer({ min: 0, max: 1e5 }))
      // A fee of the account is all gross: Stripe takes no fee on a fee.
      .map(([kind, gross, fee]) => part(kind, gross, kind === 'fee' ? 0 : fee)),
    { maxLength: 12 },
  );
  test.prop([parts, money])('leaves nothing out: every cent stands in one place', (contents, amountMinor) => {
    const why = explainDeposit({ ...listed, amountMinor }, contents);
    const sum =
      why.giftsMinor +
      why.refundsMinor +
      why.disputesMinor -
      why.feesMinor +
      why.adjustmentsMinor +
      why.returnedMinor +
      why.otherMinor +
      why.unexplainedMinor;
    expect(sum).toBe(amountMinor);
  });

  it('refuses sums that are not exact', () => {
    const huge = part('payment', Number.MAX_SAFE_INTEGER);
    expect(() => explainDeposit({ ...listed, amountMinor: 0 }, [huge, huge])).toThrow(/safe integer/);
    const apart = [part('payment', 2 ** 52), part('payment', 2 ** 52), part('refund', -(2 ** 52))];
    expect(() => explainDeposit({ ...listed, amountMinor: 0 }, apart)).toThrow(/safe integer/);
    expect(() => explainDeposit({ ...listed, amountMinor: -2 }, [part('payment', 2 ** 53 - 1)])).toThrow(
      /safe integer/,
    );
  });
});
