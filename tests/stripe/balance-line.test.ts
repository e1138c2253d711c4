import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { balanceLine } from '../../src/stripe/balance-line.ts';
import { KIND_OF_TYPE } from '../../src/stripe/movements.ts';
import { NOON } from '../_support/make.ts';
import { transaction } from './objects.ts';

const meaningOf = (type: string, source: Stripe.BalanceTransaction['source']) =>
  balanceLine(transaction({ type, source })).meaning;

describe('a line of the balance', () => {
  it('holds the money as Stripe lists it', () => {
    expect(balanceLine(transaction({ currency: 'eur' }))).toEqual({
      stripeBalanceTransactionId: 'txn_1',
      createdAt: NOON,
      type: 'charge',
      currency: 'EUR',
      grossMinor: 2_500,
      feeMinor: 103,
      netMinor: 2_397,
      meaning: { kind: 'object', objectType: 'charge', objectId: 'ch_1' },
    });
  });

  it.each([
    ['charge', 'ch_1', 'charge'],
    ['payment', 'py_1', 'charge'],
    ['refund', 're_1', 'refund'],
    ['payment_refund', 'pyr_1', 'refund'],
    ['adjustment', 'dp_1', 'dispute'],
    ['adjustment', 'du_1', 'dispute'],
    ['payout', 'po_1', 'payout'],
    ['refund_failure', 're_1', 'refund'],
  ])('of type %s from %s is told by the %s', (type, objectId, objectType) => {
    expect(meaningOf(type, objectId)).toEqual({ kind: 'object', objectType, objectId });
    expect(meaningOf(type, { id: objectId } as Stripe.Charge)).toEqual({ kind: 'object', objectType, objectId });
  }); // prettier-ignore

  it.each(['stripe_fee', 'stripe_fx_fee', 'tax_fee'])('of type %s is a fee of the account', (type) => {
    expect(meaningOf(type, null)).toMatchObject({
      kind: 'account',
      movement: {
        kind: 'fee',
        stripeSourceId: 'txn_1',
        stripeChargeId: null,
        originalBalanceTransactionId: null,
        stripePayoutId: null,
        charged: null,
      },
    });
  });

  it.each(
    'adjustment contribution fee_credit_funding payment_unreconciled payment_network_reserve_hold payment_network_reserve_release payout_minimum_balance_hold payout_minimum_balance_release reserve_hold reserve_release reserve_transaction reserved_funds stripe_balance_payment_debit stripe_balance_payment_debit_reversal topup topup_reversal'.split(
      ' ',
    ),
  )('of type %s is an adjustment of the account', (type) => {
    expect(meaningOf(type, 'tu_1')).toMatchObject({
      kind: 'account',
      movement: { kind: 'adjustment', stripeSourceId: 'tu_1' },
    });
  });

  it.each(
    'advance advance_funding anticipation_repayment application_fee application_fee_refund climate_order_purchase climate_order_refund connect_collection_transfer inbound_transfer inbound_transfer_reversal issuing_authorization_hold issuing_authorization_release issuing_dispute issuing_dispute_provisional_credit issuing_dispute_provisional_credit_reversal issuing_transaction obligation_outbound obligation_reversal_inbound tax_fund transfer transfer_cancel transfer_failure transfer_refund'.split(
      ' ',
    ),
  )('of type %s belongs to another product', (type) => {
    expect(meaningOf(type, 'tr_1')).toEqual({ kind: 'other_product' });
  });

  it.each<[string, string | null]>([
    ['brand_new', null],
    ['brand_new', 'ch_1'],
    // Types that an object tells, from an object that is none of ours: not to be guessed at.
    ...Object.keys(KIND_OF_TYPE).map((type) => [type, 'xy_1'] as [string, string]),
    ['charge', null],
    ['charge', 'nothing'],
  ])('of type %s from %s needs a person', (type, source) => {
    expect(meaningOf(type, source)).toEqual({ kind: 'unknown' });
  });
});
