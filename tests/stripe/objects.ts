import type Stripe from 'stripe';
import { NOON } from '../_support/make.ts';

// Objects in Stripe's shape, with the fields that this service reads. Times are seconds.

/** The agreed instant in Stripe's seconds. */
export const NOON_S = NOON.getTime() / 1000;

export function transaction(over: Partial<Stripe.BalanceTransaction> = {}): Stripe.BalanceTransaction {
  const amount = over.amount ?? 2_500;
  const fee = over.fee ?? 103;
  return {
    id: 'txn_1',
    object: 'balance_transaction',
    type: 'charge',
    amount,
    fee,
    net: amount - fee,
    currency: 'usd',
    created: NOON_S,
    available_on: NOON_S + 172_800,
    exchange_rate: null,
    source: 'ch_1',
    ...over,
  } as Stripe.BalanceTransaction;
}

export function charge(over: Partial<Stripe.Charge> = {}): Stripe.Charge {
  return {
    id: 'ch_1',
    object: 'charge',
    status: 'succeeded',
    amount: 2_500,
    amount_captured: over.amount ?? 2_500,
    currency: 'usd',
    created: NOON_S,
    balance_transaction: transaction(),
    failure_balance_transaction: null,
    payment_method_details: { type: 'card', card: { country: 'NL' } },
    outcome: { network_status: 'approved_by_network' },
    ...over,
  } as Stripe.Charge;
}

/** A bank debit as it stands; its details name the country of the bank. */
export function debit(over: Partial<Stripe.Charge> = {}): Stripe.Charge {
  const details = { type: 'sepa_debit', sepa_debit: { country: 'DE' } };
  return charge({
    payment_method_details: details as Stripe.Charge.PaymentMethodDetails,
    ...over,
  });
}

export function refund(over: Partial<Stripe.Refund> = {}): Stripe.Refund {
  const amount = over.amount ?? 1_000;
  return {
    id: 're_1',
    object: 'refund',
    status: 'succeeded',
    amount,
    currency: 'usd',
    balance_transaction: transaction({ id: 'txn_re_1', type: 'refund', amount: -amount, fee: 0 }),
    failure_balance_transaction: null,
    ...over,
  } as Stripe.Refund;
}

export function dispute(
  balanceTransactions: Stripe.BalanceTransaction[],
  over: Partial<Stripe.Dispute> = {},
): Stripe.Dispute {
  return {
    id: 'du_1',
    object: 'dispute',
    amount: 2_500,
    currency: 'usd',
    balance_transactions: balanceTransactions,
    ...over,
  } as Stripe.Dispute;
}

export function payout(over: Partial<Stripe.Payout> = {}): Stripe.Payout {
  const amount = over.amount ?? 10_000;
  return {
    id: 'po_1',
    object: 'payout',
    amount,
    currency: 'eur',
    status: 'paid',
    automatic: true,
    created: NOON_S,
    arrival_date: NOON_S + 86_400,
    reconciliation_status: 'completed',
    failure_code: null,
    balance_transaction: transaction({ id: 'txn_po_1', type: 'payout', amount: -amount, fee: 0 }),
    failure_balance_transaction: null,
    ...over,
  } as Stripe.Payout;
}

export function subscription(over: Partial<Stripe.Subscription> = {}): Stripe.Subscription {
  return {
    id: 'sub_1',
    object: 'subscription',
    status: 'active',
    created: NOON_S,
    customer: 'cus_1',
    pause_collection: null,
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
    ended_at: null,
    cancellation_details: { reason: null },
    items: {
      data: [{ price: { unit_amount: 500, currency: 'usd' }, quantity: 1, current_period_end: NOON_S + 100 }],
    },
    ...over,
  } as Stripe.Subscription;
}

/** The items of a subscription with one price. */
export function itemsOf(
  item: { price: { unit_amount: number | null; currency: string }; quantity?: number; current_period_end: number } | null,
): Stripe.Subscription['items'] {
  return { data: item === null ? [] : [item] } as unknown as Stripe.Subscription['items'];
} // prettier-ignore
