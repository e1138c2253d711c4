import type Stripe from 'stripe';
import type { EntryKind, Movement } from '../ledger/entry.ts';
import type { MoneyLine } from '../ledger/reconciliation.ts';
import { at, idOf, KIND_OF_TYPE, movementOf } from './movements.ts';

/**
 * Types that belong to the account and to no payment
 * (https://docs.stripe.com/reports/balance-transaction-types).
 */
const KIND_OF_ACCOUNT_TYPE: Partial<Record<Stripe.BalanceTransaction['type'], EntryKind>> = {
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
  adjustment: 'adjustment',
  contribution: 'adjustment',
  fee_credit_funding: 'adjustment',
  payment_unreconciled: 'adjustment',
  payment_network_reserve_hold: 'adjustment',
  payment_network_reserve_release: 'adjustment',
  payout_minimum_balance_hold: 'adjustment',
  payout_minimum_balance_release: 'adjustment',
  reserve_hold: 'adjustment',
  reserve_release: 'adjustment',
  reserve_transaction: 'adjustment',
  reserved_funds: 'adjustment',
  stripe_balance_payment_debit: 'adjustment',
  stripe_balance_payment_debit_reversal: 'adjustment',
  topup: 'adjustment',
  topup_reversal: 'adjustment',
};

/** Types of Stripe's other products: Connect, Issuing, Capital, Climate. No pledge brings them about. */
const TYPES_OF_OTHER_PRODUCTS: readonly string[] = [
  'advance', 'advance_funding', 'anticipation_repayment', 'application_fee', 'application_fee_refund', 'climate_order_purchase', 'climate_order_refund',
  'connect_collection_transfer', 'inbound_transfer', 'inbound_transfer_reversal', 'issuing_authorization_hold', 'issuing_authorization_release',
  'issuing_dispute', 'issuing_dispute_provisional_credit', 'issuing_dispute_provisional_credit_reversal', 'issuing_transaction', 'obligation_outbound',
  'obligation_reversal_inbound', 'tax_fund', 'transfer', 'transfer_cancel', 'transfer_failure', 'transfer_refund',
]; // prettier-ignore

/** Which object tells what a listed movement means, by the prefix of its id. */
const OBJECT_OF_PREFIX: Record<string, string> = {
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  pyr: 'refund',
  dp: 'dispute',
  du: 'dispute',
  po: 'payout',
};

/** A line of the Stripe balance as `balanceTransactions.list` gives it, with where its meaning is to be found. */
export type BalanceLine = MoneyLine & {
  createdAt: Date;
  type: string;
  meaning:
    /** The object to read. */
    | { kind: 'object'; objectType: string; objectId: string }
    /** A movement of the account itself. */
    | { kind: 'account'; movement: Movement }
    | { kind: 'other_product' }
    /** A type that this version has no meaning for: a person has to look. */
    | { kind: 'unknown' };
};

/** Reads a line of the balance. */
export function balanceLine(transaction: Stripe.BalanceTransaction): BalanceLine {
  return {
    stripeBalanceTransactionId: transaction.id,
    createdAt: at(transaction.created),
    type: transaction.type,
    currency: transaction.currency.toUpperCase(),
    grossMinor: transaction.amount,
    feeMinor: transaction.fee,
    netMinor: transaction.net,
    meaning: meaningOf(transaction),
  };
}

function meaningOf(transaction: Stripe.BalanceTransaction): BalanceLine['meaning'] {
  const { type } = transaction;
  const objectId = idOf(transaction.source);
  const objectType = OBJECT_OF_PREFIX[objectId?.slice(0, objectId.indexOf('_')) ?? ''];
  if (objectId !== null && objectType !== undefined && (type in KIND_OF_TYPE || type === 'adjustment'))
    return { kind: 'object', objectType, objectId };
  if (TYPES_OF_OTHER_PRODUCTS.includes(type)) return { kind: 'other_product' };
  const kind = KIND_OF_ACCOUNT_TYPE[type];
  if (kind === undefined) return { kind: 'unknown' };
  const belongs = {
    sourceId: objectId ?? transaction.id,
    chargeId: null,
    originalBalanceTransactionId: null,
    payoutId: null,
    charged: null,
    kind,
  };
  return { kind: 'account', movement: movementOf(transaction, belongs) };
}
