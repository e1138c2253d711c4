import type { EntryKind } from './entry.ts';
import { safeInteger } from '../money.ts';

/** A transfer from the Stripe balance to the bank, as Stripe knows it now. */
export type Payout = {
  payoutId: string;
  /** What the bank gets, in minor units of `currency`; negative where Stripe takes money from the bank. */
  amountMinor: number;
  currency: string;
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled' | 'unknown';
  /** Stripe says what is in an automatic payout. What a manual one holds, nobody records. */
  automatic: boolean;
  createdAt: Date;
  /** The day the bank has it. */
  arrivalAt: Date;
  /** Stripe has finished the list of what it holds. */
  isReconciled: boolean;
  /** Why the bank sent it back: Stripe's code, such as `account_closed`. */
  failureCode: string | null;
};

/** A movement of the Stripe balance that belongs to another product of the same account: never in our ledger. */
export type OtherMovement = {
  stripeBalanceTransactionId: string;
  createdAt: Date;
  currency: string;
  netMinor: number;
};

/** What the ledger holds of a payout's contents, per kind. */
export type PayoutPart = {
  kind: EntryKind | 'other';
  count: number;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
};

/**
 * Why a deposit is what it is. deposit = gifts + refunds + disputes - fees + adjustments + returned +
 * other + unexplained, each signed; unexplained is zero once Stripe has listed the contents.
 */
export type DepositExplanation = {
  /** `items`: line by line. `running_balance`: a manual payout. `pending`: Stripe has not listed it yet. */
  by: 'items' | 'running_balance' | 'pending';
  giftsMinor: number;
  refundsMinor: number;
  disputesMinor: number;
  /** What Stripe kept, positive. */
  feesMinor: number;
  adjustmentsMinor: number;
  /** Earlier deposits that the bank sent back and that are paid again here. */
  returnedMinor: number;
  /** What belongs to other products of the Stripe account, net. */
  otherMinor: number;
  items: number;
  unexplainedMinor: number;
};

/** Adds the contents of a deposit up. Pure. */
export function explainDeposit(
  payout: Pick<Payout, 'amountMinor' | 'automatic'> & { itemisedAt: Date | null },
  parts: readonly PayoutPart[],
): DepositExplanation {
  const by = !payout.automatic ? 'running_balance' : payout.itemisedAt === null ? 'pending' : 'items';
  const sum = (pick: (part: PayoutPart) => number, ...kinds: PayoutPart['kind'][]) =>
    parts.reduce((total, part) => (kinds.includes(part.kind) ? safeInteger(total + pick(part)) : total), 0);
  const gross = (part: PayoutPart) => part.grossMinor;
  const net = (part: PayoutPart) => part.netMinor;
  const explained = parts.reduce((total, part) => safeInteger(total + part.netMinor), 0);
  return {
    by,
    giftsMinor: sum(gross, 'payment'),
    refundsMinor: sum(gross, 'refund', 'refund_failed'),
    disputesMinor: sum(gross, 'dispute', 'dispute_reversed'),
    // A fee of the account is a movement of its own, whose gross is what was taken.
    feesMinor:
      parts.reduce((total, part) => (part.kind === 'other' ? total : total + part.feeMinor), 0) -
      sum(gross, 'fee'),
    adjustmentsMinor: sum(gross, 'adjustment'),
    returnedMinor: sum(gross, 'payout', 'payout_failed'),
    otherMinor: sum(net, 'other'),
    items: parts.reduce((total, part) => total + part.count, 0),
    unexplainedMinor: by === 'items' ? safeInteger(payout.amountMinor - explained) : 0,
  };
}
