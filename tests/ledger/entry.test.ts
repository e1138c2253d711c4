import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../src/ids.ts';
import { ENTRY_KINDS, entryIdOf, ledgerEntry, postingsOf, type EntryKind } from '../../src/ledger/entry.ts';
import { makeMovement, makePledge, NOON } from '../_support/make.ts';

const day = { bookDate: '2026-11-22', closedThrough: null, recordedAt: NOON };

describe('an entry', () => {
  it('is its movement with the pledge, the day and the month', () => {
    const pledge = makePledge({ frequency: 'annual', campaign: 'river' });
    const movement = makeMovement({ stripeChargeId: 'ch_7', stripeBalanceTransactionId: 'txn_7' });
    const { stripeChargeId: _charge, originalBalanceTransactionId: _original, ...money } = movement;
    expect(ledgerEntry(movement, pledge, day)).toEqual({
      ...money,
      entryId: entryIdOf('txn_7'),
      pledgeId: pledge.pledgeId,
      paymentId: derivedId('pay', 'ch_7'),
      frequency: 'annual',
      campaign: 'river',
      bookDate: '2026-11-22',
      period: '2026-11',
      originalPeriod: null,
      originalEntryId: null,
      recordedAt: NOON,
    });
  });

  it('of a refund points to the payment that it takes back, and shares its payment id', () => {
    const payment = ledgerEntry(makeMovement({ stripeBalanceTransactionId: 'txn_7', stripeChargeId: 'ch_7' }), null, day);
    const refund = ledgerEntry(makeMovement({ kind: 'refund', stripeChargeId: 'ch_7', originalBalanceTransactionId: 'txn_7' }), null, day);
    expect(refund.originalEntryId).toBe(payment.entryId);
    expect(refund.paymentId).toBe(payment.paymentId);
  }); // prettier-ignore

  it('of the account has no pledge, no payment and no campaign', () => {
    const fee = ledgerEntry(makeMovement({ kind: 'fee', stripeChargeId: null, charged: null }), null, day);
    expect(fee).toMatchObject({ pledgeId: null, paymentId: null, frequency: null, campaign: null });
  });

  it('of a closed month goes to the first open one and remembers its own (I11)', () => {
    const late = ledgerEntry(makeMovement(), null, { ...day, closedThrough: '2026-12' });
    expect(late).toMatchObject({ bookDate: '2026-11-22', period: '2027-01', originalPeriod: '2026-11' });
  });

  it.each([
    [{ netMinor: 456 }, /^txn_7: net is not gross minus fee$/],
    [{ grossMinor: 500.5, netMinor: 455.5 }, /500.5 is not a safe integer/],
    [{ feeMinor: 44.5, netMinor: 455.5 }, /44.5 is not a safe integer/],
    [{ grossMinor: 2 ** 53, feeMinor: 0, netMinor: 2 ** 53 }, /not a safe integer/],
    // Both sides are NaN or infinite: nothing would be unequal.
    [{ netMinor: Number.NaN }, /not a safe integer/],
    [{ currency: 'XXX' }, /XXX is not in the currency table/],
  ])('is refused with %j', (over, message) => {
    const movement = makeMovement({ stripeBalanceTransactionId: 'txn_7', ...over });
    expect(() => ledgerEntry(movement, null, day)).toThrow(message);
  });
});

describe('postings', () => {
  const line = { grossMinor: 500, feeMinor: 45, netMinor: 455, currency: 'EUR' };

  it('put the net on the Stripe balance against the fee and the gross', () => {
    expect(postingsOf({ kind: 'payment', ...line })).toEqual([
      { account: 'stripe_balance', amountMinor: 455, currency: 'EUR', on: 'booking' },
      { account: 'fees', amountMinor: 45, currency: 'EUR', on: 'booking' },
      { account: 'supporters', amountMinor: -500, currency: 'EUR', on: 'booking' },
    ]);
  });

  it('leave out what is zero', () => {
    const payout = { ...line, grossMinor: -500, feeMinor: 0, netMinor: -500 };
    expect(postingsOf({ kind: 'payout', ...payout }).map(({ account, amountMinor, on }) => [account, amountMinor, on])).toEqual([
      ['stripe_balance', -500, 'booking'], ['in_transit', 500, 'booking'], ['in_transit', -500, 'arrival'], ['bank', 500, 'arrival'],
    ]);
    expect(postingsOf({ kind: 'payment', ...line, grossMinor: 0, feeMinor: 0, netMinor: 0 })).toEqual([]);
  }); // prettier-ignore

  it.each<[EntryKind, string]>([
    ['payment', 'supporters'],
    ['refund', 'refunds'],
    ['refund_failed', 'refunds'],
    ['dispute', 'disputes'],
    ['dispute_reversed', 'disputes'],
    ['fee', 'fees'],
    ['adjustment', 'adjustments'],
    ['payout', 'in_transit'],
    ['payout_failed', 'bank'],
  ])('of a %s stand against %s', (kind, account) => {
    expect(postingsOf({ kind, ...line })[2]).toEqual({
      account,
      amountMinor: -500,
      currency: 'EUR',
      on: 'booking',
    });
  });

  test.prop([
    fc.constantFrom(...ENTRY_KINDS),
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.integer({ min: -1e6, max: 1e6 }),
  ])('of any entry sum to zero in its currency (I6)', (kind, grossMinor, feeMinor) => {
    const movement = makeMovement({ kind, grossMinor, feeMinor, currency: 'JPY' });
    const postings = postingsOf(ledgerEntry(movement, null, day));
    for (const day of ['booking', 'arrival'])
      expect(postings.reduce((sum, { amountMinor, on }) => (on === day ? sum + amountMinor : sum), 0)).toBe(
        0,
      );
    expect(new Set(postings.map((posting) => posting.currency)).size).toBeLessThanOrEqual(1);
  });
});

it('an id follows from the balance transaction alone, in 26 letters and digits', () => {
  expect(entryIdOf('txn_7')).toBe(derivedId('led', 'txn_7'));
  expect(entryIdOf('txn_7')).toMatch(/^led_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(entryIdOf('txn_8')).not.toBe(entryIdOf('txn_7'));
});

it('the kinds are all there, for filters and the schema', () => {
  expect([...ENTRY_KINDS].sort()).toEqual([
    'adjustment', 'dispute', 'dispute_reversed', 'fee', 'payment', 'payout', 'payout_failed', 'refund', 'refund_failed',
  ]); // prettier-ignore
});
