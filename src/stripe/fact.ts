import type { Movement } from '../ledger/entry.ts';
import type { Payout } from '../ledger/payout.ts';
import type { EndedReason, PledgeMarks } from '../pledges/pledge.ts';
import type { Concern } from '../tasks/task.ts';

/** What a read of Stripe tells, in our words. Stripe's vocabulary ends at read-facts.ts. */
export type Fact =
  /** Stripe's page: finished, or run out. */
  | {
      kind: 'checkout';
      state: 'completed' | 'expired';
      at: Date;
      sessionId: string;
      customerId: string | null;
      paymentIntentId: string | null;
    }
  /** Money was collected for the pledge; `elsewhere`: outside of Stripe, so that no balance shows it. */
  | { kind: 'paid'; at: Date; elsewhere?: true }
  /** A bank debit that was booked came to nothing: what may have been taken for paid was not. */
  | { kind: 'bounced'; stripeChargeId: string; failedAt: Date }
  /** The bank refused after the page was finished. */
  | { kind: 'payment_failed'; at: Date }
  /** The state of the subscription behind a recurring pledge. */
  | {
      kind: 'subscription';
      subscriptionId: string;
      /** Of two subscriptions for one pledge the older one is the pledge's. */
      createdAt: Date;
      customerId: string | null;
      state: PledgeMarks['subscriptionState'];
      nextPaymentAt: Date | null;
      /** What is collected each time now; null where Stripe does not say it in one number. */
      amount: { amountMinor: number; currency: string } | null;
      ended: { at: Date; reason: EndedReason } | null;
    }
  /** A charge succeeded and its balance transaction is still being made (asynchronous capture): the ledger line is to come. */
  | { kind: 'fee_pending' }
  /**
   * The issuing country of a card whose bank was asked. It lives in memory for one decision and is stored
   * nowhere. `paid`: the money came; otherwise the bank saw the try and refused.
   */
  | { kind: 'card_country'; country: string; stripeChargeId: string; paid: boolean }
  /**
   * The address that a supporter gave at Stripe, once the money came. It lives in memory for one comparison
   * with what readers asked to be reminded of, and is stored nowhere.
   */
  | { kind: 'payer'; address: string; paidAt: Date }
  /** A movement of the Stripe balance. */
  | { kind: 'movement'; movement: Movement }
  /** Something for a person to look at, or settled. */
  | { kind: 'concern'; concern: Concern }
  /** A transfer to the bank as it stands. */
  | { kind: 'payout'; payout: Payout };

/** Where a pledge's checkout session can be found at Stripe, should the database have lost the pledge. */
export type PledgeTrace = { pledgeId: string } & (
  { sessionId: string } | { paymentIntentId: string } | { subscriptionId: string }
);

/** What one object at Stripe means. */
export type Reading =
  /** `pledge` is null for payouts and fees of the account, which belong to no pledge. */
  | { kind: 'ours'; pledge: PledgeTrace | null; facts: Fact[]; coveredObjectIds: string[] }
  /** An object of another product on the same account. */
  | { kind: 'not_ours' };
