import type Stripe from 'stripe';
import type { EntryKind, Movement } from '../ledger/entry.ts';

type Expandable<T> = string | T | null | undefined;

/** Stripe's balance transaction types that a charge, refund or payout brings about, as kinds of entries. */
export const KIND_OF_TYPE: Partial<Record<Stripe.BalanceTransaction['type'], EntryKind>> = {
  charge: 'payment',
  payment: 'payment',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failed',
  // A bank debit that bounced after it had succeeded: the money goes back.
  payment_failure_refund: 'refund',
  payment_reversal: 'refund',
  payout: 'payout',
  payout_failure: 'payout_failed',
  payout_cancel: 'payout_failed',
};

/** What a movement belongs to. */
type Belongs = {
  sourceId: string;
  chargeId: string | null;
  originalBalanceTransactionId: string | null;
  payoutId: string | null;
  charged: Movement['charged'];
  /** For types whose kind depends on the object: adjustments of a dispute. */
  kind?: EntryKind;
};

/** The movements of a charge: the money that came, and what left where a debit bounced afterwards. */
export function chargeMovements(charge: Stripe.Charge, booked: Stripe.BalanceTransaction): Movement[] {
  const belongs = { sourceId: charge.id, chargeId: charge.id, payoutId: null };
  const bounced = expanded(charge.failure_balance_transaction);
  // A failed charge has captured nothing any more; its amount is what was booked.
  const amountMinor = charge.amount_captured || charge.amount;
  return [
    movementOf(booked, {
      ...belongs,
      originalBalanceTransactionId: null,
      charged: money(amountMinor, charge.currency),
    }),
    ...(bounced === null
      ? []
      : [
          movementOf(bounced, {
            ...belongs,
            originalBalanceTransactionId: booked.id,
            charged: money(-amountMinor, charge.currency),
          }),
        ]),
  ];
}

/** The movements of a refund: the money that left, and the money that came back where it failed. */
export function refundMovements(refund: Stripe.Refund, charge: Stripe.Charge): Movement[] {
  const belongs = {
    sourceId: refund.id,
    chargeId: charge.id,
    originalBalanceTransactionId: idOf(charge.balance_transaction),
    payoutId: null,
  };
  const out = expanded(refund.balance_transaction);
  const back = expanded(refund.failure_balance_transaction);
  return [
    ...(out === null
      ? []
      : [movementOf(out, { ...belongs, charged: money(-refund.amount, refund.currency) })]),
    ...(back === null
      ? []
      : [
          movementOf(back, {
            ...belongs,
            charged: money(refund.amount, refund.currency),
            kind: 'refund_failed',
          }),
        ]),
  ];
}

/** The movements of a dispute: taken with the bank's fee, and given back where it was won, wholly or in part. */
export function disputeMovements(dispute: Stripe.Dispute, charge: Stripe.Charge): Movement[] {
  const taken = dispute.balance_transactions.find((transaction) => transaction.amount < 0);
  return dispute.balance_transactions.map((transaction) => {
    const charged = ofSupporter(dispute.amount, transaction.amount, taken?.amount ?? 0);
    return movementOf(transaction, {
      sourceId: dispute.id,
      chargeId: charge.id,
      originalBalanceTransactionId: idOf(charge.balance_transaction),
      payoutId: null,
      charged: money(charged, dispute.currency),
      kind: transaction.net < 0 ? 'dispute' : 'dispute_reversed',
    });
  });
}

/**
 * The part of a disputed amount that a line moves, signed, in the supporter's currency: the line is in the
 * settlement currency, so its share of what was taken tells. A fee of its own moves nothing of the supporter's.
 */
function ofSupporter(disputedMinor: number, lineMinor: number, takenMinor: number): number {
  if (lineMinor === 0 || takenMinor === 0) return 0;
  return Math.sign(lineMinor) * Math.round((disputedMinor * Math.abs(lineMinor)) / Math.abs(takenMinor));
}

/** The movements of a payout: to the bank, and back where the bank refused it. */
export function payoutMovements(payout: Stripe.Payout): Movement[] {
  const belongs = {
    sourceId: payout.id,
    chargeId: null,
    originalBalanceTransactionId: null,
    payoutId: payout.id,
    charged: null,
  };
  return [expanded(payout.balance_transaction), expanded(payout.failure_balance_transaction)]
    .filter((transaction) => transaction !== null)
    .map((transaction) => movementOf(transaction, belongs));
}

/** The id of an object that Stripe gave as an id or whole. */
export function idOf(value: Expandable<{ id: string }>): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null);
}

/** The object, where it was expanded and is there. */
export function expanded<T extends object>(value: Expandable<T>): T | null {
  return typeof value === 'object' && value !== null ? value : null;
}

/** A Stripe time in seconds. */
export function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** The movement that a balance transaction is. Throws for a type that has no kind. */
export function movementOf(transaction: Stripe.BalanceTransaction, belongs: Belongs): Movement {
  const kind = belongs.kind ?? KIND_OF_TYPE[transaction.type];
  if (kind === undefined) throw new UnknownMovement(transaction.type);
  return {
    kind,
    stripeBalanceTransactionId: transaction.id,
    stripeSourceId: belongs.sourceId,
    stripeChargeId: belongs.chargeId,
    originalBalanceTransactionId: belongs.originalBalanceTransactionId,
    stripePayoutId: belongs.payoutId,
    createdAt: at(transaction.created),
    availableAt: at(transaction.available_on),
    grossMinor: transaction.amount,
    feeMinor: transaction.fee,
    netMinor: transaction.net,
    currency: transaction.currency.toUpperCase(),
    exchangeRate: transaction.exchange_rate === null ? null : String(transaction.exchange_rate),
    charged: belongs.charged,
  };
}

/** A kind of movement this version has no meaning for: the event is parked for a person to look at. */
export class UnknownMovement extends Error {
  readonly code: string;
  constructor(type: string) {
    super('a balance transaction of a type this version does not know');
    this.name = 'UnknownMovement';
    this.code = type;
  }
}

function money(amountMinor: number, currency: string): { amountMinor: number; currency: string } {
  return { amountMinor, currency: currency.toUpperCase() };
}
