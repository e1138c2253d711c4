/**
 * What we keep of a Stripe event: enough to know where to look. The payload is read once, for these
 * fields, and never stored: it carries names, addresses and card digits.
 */
export type WebhookEvent = {
  /** Stripe's id, `evt_…`; unique. */
  stripeEventId: string;
  type: string;
  objectId: string;
  objectType: string;
  /** When Stripe made the event. */
  createdAt: Date;
  livemode: boolean;
  apiVersion: string | null;
};

/** Why an event has no effect here. Each is counted and shown. */
export type IgnoredReason =
  /** A type that means nothing to the ledger. */
  | 'type_not_handled'
  /** A test event at a live service, or the other way round. */
  | 'livemode_mismatch'
  /** An event of a connected account. */
  | 'other_account'
  /** An object of another product on the same Stripe account. */
  | 'not_ours'
  /** Dismissed by a person. */
  | 'dismissed';

/** An event of the inbox with what has become of it. */
export type InboxEvent = WebhookEvent & {
  /** Order of arrival. */
  seq: number;
  receivedAt: Date;
  attempts: number;
  nextAttemptAt: Date;
  lastError: string | null;
  parkedAt: Date | null;
};

/** Every received event is in exactly one of these. */
export type InboxCounts = {
  received: number;
  applied: number;
  ignored: number;
  parked: number;
  pending: number;
  /** When the oldest pending event arrived. */
  oldestPendingAt: Date | null;
};
