import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Frequency } from '../../checkout/contract.ts';
import type { EndedReason, PledgeMarks, PledgeStatus } from '../../pledges/pledge.ts';
import type { ReminderStatus } from '../../reminders/reminder.ts';
import type { IgnoredReason } from '../../webhooks/webhook-event.ts';
import { integer, sequence, text, time } from './columns.ts';

// Times are integers in milliseconds since 1970 UTC. Amounts are integers in minor units of the currency
// beside them. No column holds a name, an address, a card or a network address in the clear, and no
// foreign key cascades: a row near money is never deleted by another row's deletion.

/** The reader's promise; see pledges/pledge.ts for what sets each mark. */
export const pledges = pgTable(
  'pledges',
  {
    pledgeId: text('pledge_id').primaryKey(),
    frequency: text('frequency').$type<Frequency>().notNull(),
    /** What the reader promised, in minor units of `currency`. */
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').notNull(),
    campaign: text('campaign'),
    lang: text('lang').notNull(),
    /** The text of an experiment that was shown; null outside of one. */
    variant: text('variant'),
    createdAt: time('created_at').notNull(),
    livemode: boolean('livemode').notNull(),
    /** Key of the thank-you page; erased by the sweep once the page has served. */
    thanksToken: text('thanks_token'),
    stripeCheckoutSessionId: text('stripe_checkout_session_id'),
    stripeCustomerId: text('stripe_customer_id'),
    stripeSubscriptionId: text('stripe_subscription_id'),
    /** When Stripe made it: of two subscriptions for one pledge the older one is the pledge's. */
    stripeSubscriptionCreatedAt: time('stripe_subscription_created_at'),
    stripePaymentIntentId: text('stripe_payment_intent_id'),
    completedAt: time('completed_at'),
    expiredAt: time('expired_at'),
    failedAt: time('failed_at'),
    firstPaidAt: time('first_paid_at'),
    lastPaidAt: time('last_paid_at'),
    /** When an invoice was paid outside of Stripe last: no entry of the ledger shows it. */
    paidElsewhereAt: time('paid_elsewhere_at'),
    nextPaymentAt: time('next_payment_at'),
    subscriptionState: text('subscription_state').$type<NonNullable<PledgeMarks['subscriptionState']>>(),
    endedAt: time('ended_at'),
    endedReason: text('ended_reason').$type<EndedReason>(),
    /** Follows from the marks (statusOf); kept for filters. */
    status: text('status').$type<PledgeStatus>().notNull(),
    /** When the last write to the row was decided; exports filter on it. */
    updatedAt: time('updated_at').notNull(),
    /** When the read of Stripe began that was applied last: an older read never overwrites a newer one. */
    readAt: time('read_at'),
    /** Counts projections: one that was decided on an older count is refused and decided again. */
    version: integer('version').notNull().default(0),
  },
  (t) => [
    uniqueIndex('pledges_thanks_token').on(t.thanksToken),
    index('pledges_status_created').on(t.status, t.createdAt),
    index('pledges_created').on(t.createdAt, t.pledgeId),
    // What changed lately: who keeps a copy asks for no more than that.
    index('pledges_updated').on(t.updatedAt),
    // The short reference that a supporter knows (pledgeReference), as store.pledgesByReference looks for it.
    index('pledges_reference').on(sql`substr(pledge_id, length(pledge_id) - 8, 8)`),
    // Plans whose next payment should have come: reconcile looks at them again.
    index('pledges_next_payment')
      .on(t.nextPaymentAt)
      .where(sql`next_payment_at is not null`),
  ],
);

/** One row per Idempotency-Key of a checkout; the key itself is kept only as its hash. */
export const checkoutRequests = pgTable(
  'checkout_requests',
  {
    /** SHA-256 of the caller's key. */
    keyHash: text('key_hash').primaryKey(),
    /** SHA-256 of the request, to tell a repeat from another request under the same key. */
    bodyHash: text('body_hash').notNull(),
    pledgeId: text('pledge_id')
      .notNull()
      .references(() => pledges.pledgeId),
    /** Part of Stripe's idempotency key; rises after an answer that Stripe would repeat for ever. */
    attempt: integer('attempt').notNull(),
    /** The answer, byte for byte, once there is one. */
    answer: text('answer'),
    createdAt: time('created_at').notNull(),
  },
  (t) => [index('checkout_requests_created').on(t.createdAt)],
);

/** The inbox of Stripe's events: where to look, and what became of it. No payload. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    /** Order of arrival. */
    seq: sequence('seq'),
    stripeEventId: text('stripe_event_id').notNull(),
    type: text('type').notNull(),
    objectId: text('object_id').notNull(),
    objectType: text('object_type').notNull(),
    createdAt: time('created_at').notNull(),
    livemode: boolean('livemode').notNull(),
    apiVersion: text('api_version'),
    receivedAt: time('received_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** When it is due; null once it is done or parked. */
    nextAttemptAt: time('next_attempt_at'),
    appliedAt: time('applied_at'),
    ignoredAt: time('ignored_at'),
    ignoredReason: text('ignored_reason').$type<IgnoredReason>(),
    /** What the person wrote who dismissed a parked event. */
    dismissedNote: text('dismissed_note'),
    parkedAt: time('parked_at'),
    /** Class and code of the last error; never its message. */
    lastError: text('last_error'),
  },
  (t) => [
    uniqueIndex('webhook_events_stripe_event_id').on(t.stripeEventId),
    index('webhook_events_due')
      .on(t.nextAttemptAt)
      .where(sql`next_attempt_at is not null`),
    index('webhook_events_pending_object')
      .on(t.objectId)
      .where(sql`next_attempt_at is not null`),
    index('webhook_events_parked')
      .on(t.parkedAt)
      .where(sql`parked_at is not null`),
    check(
      'webhook_events_one_fate',
      sql`num_nonnulls(next_attempt_at, applied_at, ignored_at, parked_at) = 1`,
    ),
  ],
);

/** Reminders that were asked for by mail. The address is sealed and erased as soon as it has served. */
export const reminders = pgTable(
  'reminders',
  {
    reminderId: text('reminder_id').primaryKey(),
    status: text('status').$type<ReminderStatus>().notNull(),
    /** The day the reader chose, YYYY-MM-DD. */
    dueDay: text('due_day').notNull(),
    /** When the mail is to go out. */
    dueAt: time('due_at').notNull(),
    lang: text('lang').notNull(),
    campaign: text('campaign'),
    /** The sealed address (reminders/seal.ts); null once erased. */
    sealedAddress: text('sealed_address'),
    /** Keyed hash of the address (reminders/address-hash.ts); null once erased. */
    addressHash: text('address_hash'),
    /** SHA-256 of the token in the links of the confirmation mail. */
    tokenHash: text('token_hash').notNull(),
    /** How often "in a month instead" was used; three at most. */
    postponed: integer('postponed').notNull().default(0),
    createdAt: time('created_at').notNull(),
    confirmedAt: time('confirmed_at'),
    sentAt: time('sent_at'),
    /** Unconfirmed rows vanish after this. */
    expiresAt: time('expires_at').notNull(),
    /** Attempts at the current mail. */
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: time('next_attempt_at'),
    /** Who is sending holds the row until then. */
    leaseUntil: time('lease_until'),
  },
  (t) => [
    uniqueIndex('reminders_token_hash').on(t.tokenHash),
    index('reminders_next_attempt')
      .on(t.nextAttemptAt)
      .where(sql`next_attempt_at is not null`),
    index('reminders_expires').on(t.status, t.expiresAt),
    // What the purge deletes, and mails whose sender was lost: a few among all that wait for their day.
    index('reminders_settled')
      .on(t.dueAt)
      .where(sql`sealed_address is null`),
    index('reminders_lease')
      .on(t.leaseUntil)
      .where(sql`lease_until is not null`),
    index('reminders_address_hash')
      .on(t.addressHash)
      .where(sql`address_hash is not null`),
  ],
);

/** Secrets under which addresses are hashed (reminders/address-hash.ts), sealed by keys from ADDRESS_KEYS. */
export const addressSecrets = pgTable('address_secrets', {
  /** Follows from the key under which it was made; it stays when the secret is sealed anew. */
  secretId: text('secret_id').primaryKey(),
  sealed: text('sealed').notNull(),
  createdAt: time('created_at').notNull(),
});

/** Addresses whose readers asked us never to write to them again: a keyed hash and the day on which it goes. */
export const suppressions = pgTable(
  'suppressions',
  {
    addressHash: text('address_hash').primaryKey(),
    /** YYYY-MM-DD in UTC. */
    untilDay: text('until_day').notNull(),
  },
  (t) => [index('suppressions_until').on(t.untilDay)],
);

/** Counts per day of things that leave no other trace; no row is about a person. */
export const dailyCounts = pgTable(
  'daily_counts',
  {
    day: text('day').notNull(),
    name: text('name').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [uniqueIndex('daily_counts_day_name').on(t.day, t.name)],
);
