import type { Frequency } from '../checkout/contract.ts';
import { derivedId } from '../ids.ts';
import { currencyDigits, safeInteger } from '../money.ts';
import { bookedTo } from './period.ts';

/** What a movement of money is. Each line says what causes it. */
export type EntryKind =
  /** A supporter's payment reached the Stripe balance. */
  | 'payment'
  /** Money given back to a supporter; negative. */
  | 'refund'
  /** A refund the supporter's bank sent back; positive. */
  | 'refund_failed'
  /** A bank took a payment back, with the bank's fee; negative. */
  | 'dispute'
  /** A dispute was won and the money returned; positive. */
  | 'dispute_reversed'
  /** A fee of Stripe's that belongs to no payment; negative. */
  | 'fee'
  /** A correction by Stripe. */
  | 'adjustment'
  /** A transfer to the bank; negative, for it leaves the Stripe balance. */
  | 'payout'
  /** A transfer that the bank sent back; positive. */
  | 'payout_failed';

/** Every kind, for filters and the schema. */
export const ENTRY_KINDS: readonly EntryKind[] = [
  'payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed', 'fee', 'adjustment', 'payout', 'payout_failed',
]; // prettier-ignore

/**
 * One balance transaction of Stripe's as it concerns this service, before it has a month: amounts are
 * signed and in `currency`, the currency Stripe settles in; net = gross - fee.
 */
export type Movement = {
  kind: EntryKind;
  stripeBalanceTransactionId: string;
  /** The object that moved the money: `ch_…`, `re_…`, `dp_…`, `po_…`. */
  stripeSourceId: string;
  /** The charge it belongs to; null for payouts and account fees. */
  stripeChargeId: string | null;
  /** The balance transaction of that charge, for refunds and disputes. */
  originalBalanceTransactionId: string | null;
  stripePayoutId: string | null;
  createdAt: Date;
  availableAt: Date;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
  currency: string;
  /** Stripe's rate from the charged to the settled currency as decimal text; null where none applied. */
  exchangeRate: string | null;
  /** What the supporter paid or got back in their own currency, signed; null for payouts. */
  charged: { amountMinor: number; currency: string } | null;
};

/** One immutable line of the ledger. Entries are never changed or deleted; triggers see to it. */
export type LedgerEntry = Omit<Movement, 'stripeChargeId' | 'originalBalanceTransactionId'> & {
  entryId: string;
  pledgeId: string | null;
  /** One collection of money for a pledge; its refunds and disputes carry the same id. */
  paymentId: string | null;
  frequency: Frequency | null;
  campaign: string | null;
  /** Day of the movement in the book zone, YYYY-MM-DD. */
  bookDate: string;
  /** Month it is booked to, YYYY-MM. */
  period: string;
  /** The payment's entry, for a refund or dispute. */
  originalEntryId: string | null;
  /** The month it belongs to, where that month was closed already. */
  originalPeriod: string | null;
  /** When we wrote it down; no part of the ledger's identity. */
  recordedAt: Date;
};

/** Makes the ledger line of a movement. The ids follow from Stripe's, so a rebuilt ledger is the same. */
export function ledgerEntry(
  movement: Movement,
  of: { pledgeId: string; frequency: Frequency; campaign: string | null } | null,
  day: { bookDate: string; closedThrough: string | null; recordedAt: Date },
): LedgerEntry {
  const { stripeChargeId, originalBalanceTransactionId, ...money } = movement;
  // Throws for a currency without a known scale: better one parked event than an export that cannot be written.
  currencyDigits(money.currency);
  if (safeInteger(money.grossMinor) - safeInteger(money.feeMinor) !== safeInteger(money.netMinor)) {
    throw new RangeError(`${money.stripeBalanceTransactionId}: net is not gross minus fee`);
  }
  return {
    ...money,
    entryId: entryIdOf(money.stripeBalanceTransactionId),
    pledgeId: of?.pledgeId ?? null,
    paymentId: stripeChargeId === null ? null : derivedId('pay', stripeChargeId),
    frequency: of?.frequency ?? null,
    campaign: of?.campaign ?? null,
    bookDate: day.bookDate,
    ...bookedTo(day.bookDate, day.closedThrough),
    originalEntryId: originalBalanceTransactionId === null ? null : entryIdOf(originalBalanceTransactionId),
    recordedAt: day.recordedAt,
  };
}

/** The id of the one entry that a balance transaction can have. */
export function entryIdOf(stripeBalanceTransactionId: string): string {
  return derivedId('led', stripeBalanceTransactionId);
}

/** An account of the double-entry view. */
export type Account =
  | 'stripe_balance'
  | 'supporters'
  | 'fees'
  | 'refunds'
  | 'disputes'
  | 'adjustments'
  /** On its way to the bank. */
  | 'in_transit'
  | 'bank';

/**
 * One side of an entry; the postings of an entry sum to zero in its currency, on each of its days:
 * `booking` is that of its movement, `arrival` the day on which the bank has a payout (`availableAt`).
 */
export type Posting = { account: Account; amountMinor: number; currency: string; on: 'booking' | 'arrival' };

const COUNTER_ACCOUNT: Record<EntryKind, Account> = {
  payment: 'supporters',
  refund: 'refunds',
  refund_failed: 'refunds',
  dispute: 'disputes',
  dispute_reversed: 'disputes',
  fee: 'fees',
  adjustment: 'adjustments',
  payout: 'in_transit',
  payout_failed: 'bank',
};

/**
 * The double entry of a line: the net moves the Stripe balance, the fee and the gross stand against it. A
 * payout is on its way first and in the bank on its arrival; one that comes back leaves the bank again.
 */
export function postingsOf(
  entry: Pick<LedgerEntry, 'kind' | 'grossMinor' | 'feeMinor' | 'netMinor' | 'currency'>,
): Posting[] {
  const { currency, grossMinor } = entry;
  const post = (account: Account, amountMinor: number, on: Posting['on'] = 'booking'): Posting => ({
    account,
    amountMinor,
    currency,
    on,
  });
  const postings = [
    post('stripe_balance', entry.netMinor),
    post('fees', entry.feeMinor),
    post(COUNTER_ACCOUNT[entry.kind], -grossMinor),
    ...(entry.kind === 'payout'
      ? [post('in_transit', grossMinor, 'arrival'), post('bank', -grossMinor, 'arrival')]
      : []),
  ];
  return postings.filter((posting) => posting.amountMinor !== 0);
}
