import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  at,
  chargeMovements,
  disputeMovements,
  expanded,
  idOf,
  KIND_OF_TYPE,
  movementOf,
  payoutMovements,
  refundMovements,
  UnknownMovement,
} from '../../src/stripe/movements.ts';
import { after, NOON } from '../_support/make.ts';
import { charge, dispute, NOON_S, payout, refund, transaction } from './objects.ts';

describe('a balance transaction', () => {
  const belongs = {
    sourceId: 'ch_1',
    chargeId: 'ch_1',
    originalBalanceTransactionId: null,
    payoutId: null,
    charged: null,
  };

  it('becomes a movement in our words, in the currency of the balance', () => {
    const listed = transaction({ amount: 2_300, fee: 95, currency: 'eur', exchange_rate: 0.92 });
    expect(movementOf(listed, belongs)).toEqual({
      kind: 'payment',
      stripeBalanceTransactionId: 'txn_1',
      stripeSourceId: 'ch_1',
      stripeChargeId: 'ch_1',
      originalBalanceTransactionId: null,
      stripePayoutId: null,
      createdAt: NOON,
      availableAt: after(NOON, 172_800_000),
      grossMinor: 2_300,
      feeMinor: 95,
      netMinor: 2_205,
      currency: 'EUR',
      exchangeRate: '0.92',
      charged: null,
    });
  });

  it('without a rate has none', () => {
    expect(movementOf(transaction(), belongs).exchangeRate).toBeNull();
  });

  it.each(Object.entries(KIND_OF_TYPE))('of type %s is a %s', (type, kind) => {
    expect(movementOf(transaction({ type }), belongs).kind).toBe(kind);
  });

  it('of a payment, a refund, a bounced debit and a transfer has its kind', () => {
    expect(KIND_OF_TYPE).toEqual({
      charge: 'payment', payment: 'payment', refund: 'refund', payment_refund: 'refund', refund_failure: 'refund_failed',
      payment_failure_refund: 'refund', payment_reversal: 'refund', payout: 'payout', payout_failure: 'payout_failed', payout_cancel: 'payout_failed',
    }); // prettier-ignore
  });

  it('of a type that has no kind is refused with the type as its code', () => {
    const unknown = transaction({ type: 'brand_new' });
    expect(() => movementOf(unknown, belongs)).toThrow(UnknownMovement);
    expect(() => movementOf(unknown, belongs)).toThrow(
      expect.objectContaining({
        name: 'UnknownMovement',
        code: 'brand_new',
        message: 'a balance transaction of a type this version does not know',
      }),
    );
  });
});

describe('a charge', () => {
  it('is the payment', () => {
    const given = charge({ balance_transaction: transaction({ currency: 'eur', amount: 2_300 }) });
    expect(chargeMovements(given, transaction({ currency: 'eur', amount: 2_300 }))).toMatchObject([
      {
        kind: 'payment',
        grossMinor: 2_300,
        currency: 'EUR',
        charged: { amountMinor: 2_500, currency: 'USD' },
        stripeSourceId: 'ch_1',
        stripeChargeId: 'ch_1',
        originalBalanceTransactionId: null,
        stripePayoutId: null,
      },
    ]);
  });

  it('counts what was captured, not what was authorised', () => {
    const [payment] = chargeMovements(charge({ amount: 3_000, amount_captured: 2_500 }), transaction());
    expect(payment?.charged?.amountMinor).toBe(2_500);
  });

  it('that bounced is a payment and a refund that take each other back', () => {
    const bounced = charge({
      status: 'failed',
      amount_captured: 0,
      failure_balance_transaction: transaction({ id: 'txn_2', type: 'payment_failure_refund', amount: -2_500, fee: 0 }),
    }); // prettier-ignore
    const [came, went] = chargeMovements(bounced, transaction());
    expect(came?.charged).toEqual({ amountMinor: 2_500, currency: 'USD' });
    expect(went).toMatchObject({
      kind: 'refund',
      stripeBalanceTransactionId: 'txn_2',
      originalBalanceTransactionId: 'txn_1',
      stripeSourceId: 'ch_1',
      charged: { amountMinor: -2_500, currency: 'USD' },
    });
  });
});

describe('a refund', () => {
  it('takes money back out', () => {
    expect(refundMovements(refund(), charge())).toMatchObject([
      {
        kind: 'refund',
        stripeBalanceTransactionId: 'txn_re_1',
        stripeSourceId: 're_1',
        stripeChargeId: 'ch_1',
        originalBalanceTransactionId: 'txn_1',
        grossMinor: -1_000,
        charged: { amountMinor: -1_000, currency: 'USD' },
      },
    ]);
  });

  it('that failed brings it back, whatever Stripe calls the type', () => {
    const back = transaction({ id: 'txn_back', type: 'adjustment', amount: 1_000, fee: 0 });
    const moved = refundMovements(refund({ failure_balance_transaction: back }), charge());
    expect(moved.map((one) => [one.kind, one.charged?.amountMinor])).toEqual([
      ['refund', -1_000],
      ['refund_failed', 1_000],
    ]);
  });

  it('that is still pending has moved nothing', () => {
    expect(refundMovements(refund({ balance_transaction: null }), charge())).toEqual([]);
  });
});

describe('a dispute', () => {
  const taken = transaction({ id: 'txn_du', type: 'adjustment', amount: -2_500, fee: 1_500 });
  const given = transaction({ id: 'txn_won', type: 'adjustment', amount: 2_500, fee: 0 });

  it('takes the payment with the fee of the bank, and gives it back where it was won', () => {
    const moved = disputeMovements(dispute([taken, given]), charge());
    expect(moved).toMatchObject([
      { kind: 'dispute', netMinor: -4_000, charged: { amountMinor: -2_500, currency: 'USD' } },
      { kind: 'dispute_reversed', netMinor: 2_500, charged: { amountMinor: 2_500, currency: 'USD' } },
    ]);
    for (const one of moved)
      expect(one).toMatchObject({
        stripeSourceId: 'du_1',
        stripeChargeId: 'ch_1',
        originalBalanceTransactionId: 'txn_1',
        stripePayoutId: null,
      });
  });

  it('with a fee of its own takes nothing of the supporter with that', () => {
    const fee = transaction({ id: 'txn_fee', type: 'adjustment', amount: 0, fee: 1_500 });
    const back = transaction({ id: 'txn_fee_back', type: 'adjustment', amount: 0, fee: -1_500 });
    const moved = disputeMovements(dispute([fee, back]), charge());
    // 0 and -0 are one amount.
    expect(moved.map((one) => [one.kind, (one.charged?.amountMinor ?? 1) + 0])).toEqual([
      ['dispute', 0],
      ['dispute_reversed', 0],
    ]);
  });
});

describe('a dispute of which a part comes back', () => {
  const moved = (...amounts: number[]) =>
    disputeMovements(
      dispute(amounts.map((amount, place) => transaction({ id: `txn_${place}`, type: 'adjustment', amount, fee: 0, currency: 'eur' }))),
      charge(),
    ).map((one) => one.charged?.amountMinor); // prettier-ignore

  it('moves that share of the supporter’s money, in the supporter’s currency', () => {
    expect(moved(-2_300, 1_150)).toEqual([-2_500, 1_250]);
    expect(moved(-2_300, 2_300, -2_300)).toEqual([-2_500, 2_500, -2_500]);
    expect(moved(-2_300, 767)).toEqual([-2_500, 834]);
    // The fee may be listed first.
    expect(moved(0, -2_300)).toEqual([0, -2_500]);
  });

  it('moves nothing where nothing was taken', () => {
    expect(moved(1_000)).toEqual([0]);
  });
});

describe('what a charge is worth after all', () => {
  const minor = fc.integer({ min: 1, max: 1_000_000 });
  test.prop([minor, fc.array(fc.record({ share: fc.double({ min: 0.01, max: 1, noNaN: true }), failed: fc.boolean() }), { maxLength: 5 }), fc.constantFrom('none', 'lost', 'won')])(
    'stays between nothing and what was captured (I8)',
    (captured, tries, disputed) => {
      const paid = charge({ amount: captured, amount_captured: captured });
      const booked = transaction({ amount: captured, fee: 0 });
      let left = captured;
      const moved = chargeMovements(paid, booked);
      for (const { share, failed } of tries) {
        const amount = Math.floor(left * share);
        if (amount === 0) continue;
        const back = { failure_balance_transaction: transaction({ type: 'refund_failure', amount, fee: 0 }) };
        moved.push(...refundMovements(refund({ amount, ...(failed ? back : {}) }), paid));
        if (!failed) left -= amount;
      }
      const out = transaction({ type: 'adjustment', amount: -left, fee: 1_500 });
      const won = transaction({ type: 'adjustment', amount: left, fee: 0 });
      if (disputed !== 'none' && left > 0)
        moved.push(...disputeMovements(dispute(disputed === 'won' ? [out, won] : [out], { amount: left }), paid));
      const sum = moved.reduce((total, one) => total + (one.charged?.amountMinor ?? 0), 0);
      expect(sum).toBe(disputed === 'lost' ? 0 : left);
      expect(moved.reduce((total, one) => total + one.grossMinor, 0)).toBe(sum);
    },
  ); // prettier-ignore
});

describe('a payout', () => {
  it('leaves for the bank and belongs to no charge', () => {
    expect(payoutMovements(payout())).toMatchObject([
      {
        kind: 'payout',
        stripeSourceId: 'po_1',
        stripePayoutId: 'po_1',
        stripeChargeId: null,
        originalBalanceTransactionId: null,
        charged: null,
        grossMinor: -10_000,
      },
    ]);
  });

  it('that the bank sent back is there twice', () => {
    const back = transaction({ id: 'txn_po_back', type: 'payout_failure', amount: 10_000, fee: 0 });
    const kinds = payoutMovements(payout({ failure_balance_transaction: back })).map((one) => one.kind);
    expect(kinds).toEqual(['payout', 'payout_failed']);
  });

  it('that is not booked yet has moved nothing', () => {
    expect(payoutMovements(payout({ balance_transaction: null }))).toEqual([]);
  });
});

describe('what Stripe gives as an id or whole', () => {
  it('has an id either way, and none where there is nothing', () => {
    expect([idOf('ch_1'), idOf({ id: 'ch_2' }), idOf(null), idOf(undefined)]).toEqual([
      'ch_1',
      'ch_2',
      null,
      null,
    ]);
  });

  it('is an object only where it was expanded', () => {
    const object = { id: 'ch_1' };
    expect(expanded(object)).toBe(object);
    expect([expanded('ch_1'), expanded(null), expanded(undefined)]).toEqual([null, null, null]);
  });

  it('has its times in seconds', () => {
    expect(at(NOON_S)).toEqual(NOON);
  });
});
