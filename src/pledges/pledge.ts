import type { Frequency } from '../checkout/contract.ts';

/** Where a pledge stands. Each line says which fact sets it. */
export type PledgeStatus =
  /** Made here; the reader has not finished Stripe's page. */
  | 'open'
  /** Stripe's page is finished, the bank has not decided yet (bank debits). */
  | 'processing'
  /** A once pledge whose money arrived. */
  | 'paid'
  /** A recurring pledge whose subscription Stripe calls active. */
  | 'active'
  /** A renewal failed; Stripe is trying again. */
  | 'past_due'
  /** Collection is paused by the supporter or by staff. */
  | 'paused'
  /** The subscription was paid at least once and is over, whoever ended it. */
  | 'ended'
  /** Stripe's page ran out or was never finished. */
  | 'abandoned'
  /** The bank refused the first payment after the page was finished, or it never came. */
  | 'failed';

/** Every status, for filters and the schema. */
export const PLEDGE_STATUSES: readonly PledgeStatus[] = [
  'open', 'processing', 'paid', 'active', 'past_due', 'paused', 'ended', 'abandoned', 'failed',
]; // prettier-ignore

/** Why a recurring pledge ended, in Stripe's words where Stripe gives one. */
export type EndedReason =
  'cancellation_requested' | 'payment_failed' | 'payment_disputed' | 'canceled_by_retention_policy' | 'other';

/**
 * A reader's promise: it exists before any money and holds no identity. Who the supporter is, Stripe
 * knows; here are a random id, Stripe's ids, the amount and dates.
 */
export type Pledge = {
  pledgeId: string;
  frequency: Frequency;
  amountMinor: number;
  currency: string;
  campaign: string | null;
  lang: string;
  /** The text of an experiment that the box showed; null outside of one. It is drawn anew for every page view. */
  variant: string | null;
  createdAt: Date;
  /** Test pledges and live ones never meet. */
  livemode: boolean;
  /** Opaque key of the thank-you page; erased once that page has served. */
  thanksToken: string | null;
  stripeCheckoutSessionId: string | null;
  stripeCustomerId: string | null;
  stripeSubscriptionId: string | null;
  /** When Stripe made that subscription: of two for one pledge the older one is the pledge's. */
  stripeSubscriptionCreatedAt: Date | null;
  stripePaymentIntentId: string | null;
  marks: PledgeMarks;
  status: PledgeStatus;
  /** Rises with every projection, so that two at once cannot undo each other. */
  version: number;
};

/** What is known of a pledge. Each mark is set by facts in any order; the status follows from the marks. */
export type PledgeMarks = {
  /** The reader finished Stripe's page. */
  completedAt: Date | null;
  /** Stripe's page ran out, or we swept a pledge that never got one. */
  expiredAt: Date | null;
  /** The bank refused after the page was finished. */
  failedAt: Date | null;
  firstPaidAt: Date | null;
  lastPaidAt: Date | null;
  /** The last invoice that was paid outside of Stripe: money of the supporter's that no balance shows. */
  paidElsewhereAt: Date | null;
  nextPaymentAt: Date | null;
  /** Stripe's view of the subscription, null before it exists. */
  subscriptionState: 'active' | 'past_due' | 'paused' | null;
  endedAt: Date | null;
  endedReason: EndedReason | null;
};

/** Marks of a pledge that has just been made. */
export const NO_MARKS: PledgeMarks = {
  completedAt: null,
  expiredAt: null,
  failedAt: null,
  firstPaidAt: null,
  lastPaidAt: null,
  paidElsewhereAt: null,
  nextPaymentAt: null,
  subscriptionState: null,
  endedAt: null,
  endedReason: null,
};

/**
 * The status that follows from the marks, whatever order they came in. Money beats a page that ran out:
 * a payment that arrives after the sweep is still a payment. An end is final.
 */
export function statusOf(frequency: Frequency, marks: PledgeMarks): PledgeStatus {
  if (marks.firstPaidAt !== null) {
    if (frequency === 'once') return 'paid';
    return marks.endedAt === null ? (marks.subscriptionState ?? 'active') : 'ended';
  }
  // A subscription that ended before any money came never was a supporter's.
  if (marks.failedAt !== null || marks.endedAt !== null) return 'failed';
  if (marks.completedAt !== null) return 'processing';
  return marks.expiredAt === null ? 'open' : 'abandoned';
}

/** What a supporter may read to us over the phone: eight of the id's random letters and digits. */
export function pledgeReference(pledgeId: string): string {
  const random = pledgeId.slice(-9, -1).toUpperCase();
  return `${random.slice(0, 4)}-${random.slice(4)}`;
}
