import type { Movement } from '../ledger/entry.ts';
import type { EndedReason, PledgeMarks } from '../pledges/pledge.ts';

/** What a read of Stripe tells, in our words. Stripe's vocabulary ends at read-facts.ts. */
export type Fact =
  /** Stripe's page: finished, or run out. */
  | {
      kind: 'checkout';
      state: 'completed' | 'expired';
      at: Date;
      sessionId: string;
      customerId: string | null;
      subscriptionId: string | null;
      paymentIntentId: string | null;
    }
  /** Money was collected for the pledge. */
  | { kind: 'paid'; at: Date }
  /** The bank refused after the page was finished. */
  | { kind: 'payment_failed'; at: Date }
  /** The state of the subscription behind a recurring pledge. */
  | {
      kind: 'subscription';
      subscriptionId: string;
      customerId: string | null;
      state: PledgeMarks['subscriptionState'];
      nextPaymentAt: Date | null;
      /** What is collected each time now; null where Stripe does not say it in one number. */
      amount: { amountMinor: number; currency: string } | null;
      ended: { at: Date; reason: EndedReason } | null;
    }
  /** A charge succeeded and its balance transaction is still being made (asynchronous capture): the ledger line is to come. */
  | { kind: 'fee_pending' }
  /** The issuing country of the card that paid. It lives in memory for one decision and is stored nowhere. */
  | { kind: 'card_country'; country: string; stripeChargeId: string }
  /** A movement of the Stripe balance. */
  | { kind: 'movement'; movement: Movement };

/** What one event led to. */
export type Reading =
  /** `pledgeId` is null for payouts, which belong to the whole account. */
  | { kind: 'ours'; pledgeId: string | null; facts: Fact[]; coveredObjectIds: string[] }
  /** An object of another product on the same account. */
  | { kind: 'not_ours' };
