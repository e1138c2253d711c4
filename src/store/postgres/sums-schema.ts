import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { Frequency } from '../../checkout/contract.ts';
import type { EntryKind } from '../../ledger/entry.ts';
import type { PledgeStatus } from '../../pledges/pledge.ts';
import { integer, text, time } from './columns.ts';

// Sums that pages show however long the ledger is. Triggers keep them in the transaction that writes the rows they
// sum up; nothing else writes here but the rebuild. Where a key may be missing, it is '' in them, for NULL equals nothing.

/** Where the months of the book zone begin: triggers know no zones. Written by `keepBookZone`. */
export const bookMonths = pgTable(
  'book_months',
  {
    /** YYYY-MM. */
    period: text('period').primaryKey(),
    startsAt: time('starts_at').notNull(),
  },
  (t) => [index('book_months_starts').on(t.startsAt, t.period)],
);

/** One row: the zone of `book_months`, and the edition of the time zone data that it was computed with. */
export const bookCalendar = pgTable('book_calendar', {
  zone: text('zone').primaryKey(),
  tzdata: text('tzdata').notNull(),
});

/** Recurring pledges that were paid at least once, by the months in which they began and ended. */
export const planSpans = pgTable(
  'plan_spans',
  {
    /** Month of the first payment; '' before the calendar is written. */
    startedIn: text('started_in').notNull(),
    /** Month of the end; '' while the plan is not ended. */
    endedIn: text('ended_in').notNull(),
    frequency: text('frequency').$type<'monthly' | 'annual'>().notNull(),
    currency: text('currency').notNull(),
    status: text('status').$type<PledgeStatus>().notNull(),
    plans: integer('plans').notNull(),
    /** Sum of what they promise, in minor units of `currency`. */
    amountMinor: integer('amount_minor').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'plan_spans_pk',
      columns: [t.endedIn, t.startedIn, t.frequency, t.currency, t.status],
    }),
  ],
);

/** The ledger by booked month. */
export const ledgerSums = pgTable(
  'ledger_sums',
  {
    period: text('period').notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<EntryKind>().notNull(),
    frequency: text('frequency').notNull(),
    entries: integer('entries').notNull(),
    /** Sides of double entry that the entries have (postingsOf): the rows of a journal. */
    postings: integer('postings').notNull().default(0),
    grossMinor: integer('gross_minor').notNull(),
    feeMinor: integer('fee_minor').notNull(),
    netMinor: integer('net_minor').notNull(),
  },
  (t) => [primaryKey({ name: 'ledger_sums_pk', columns: [t.period, t.currency, t.kind, t.frequency] })],
);

/** The same, parted further by campaign and by what supporters paid in: more rows, and read only where that is asked. */
export const campaignSums = pgTable(
  'campaign_sums',
  {
    period: text('period').notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<EntryKind>().notNull(),
    frequency: text('frequency').notNull(),
    campaign: text('campaign').notNull(),
    chargedCurrency: text('charged_currency').notNull(),
    entries: integer('entries').notNull(),
    /** Sides of double entry that the entries have (postingsOf): the rows of a journal. */
    postings: integer('postings').notNull().default(0),
    grossMinor: integer('gross_minor').notNull(),
    feeMinor: integer('fee_minor').notNull(),
    netMinor: integer('net_minor').notNull(),
    /** In minor units of `charged_currency`. */
    chargedMinor: integer('charged_minor').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'campaign_sums_pk',
      columns: [t.period, t.currency, t.kind, t.frequency, t.campaign, t.chargedCurrency],
    }),
  ],
);

/** The lines of pledges, parted by where their pledges stand now: a pledge that moves on takes its lines along. */
export const statusSums = pgTable(
  'status_sums',
  {
    period: text('period').notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<EntryKind>().notNull(),
    frequency: text('frequency').notNull(),
    campaign: text('campaign').notNull(),
    status: text('status').$type<PledgeStatus>().notNull(),
    entries: integer('entries').notNull(),
    postings: integer('postings').notNull(),
    grossMinor: integer('gross_minor').notNull(),
    feeMinor: integer('fee_minor').notNull(),
    netMinor: integer('net_minor').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'status_sums_pk',
      columns: [t.period, t.currency, t.kind, t.frequency, t.campaign, t.status],
    }),
  ],
);

/**
 * The ledger by spans of UTC, of a movement's own time: what a range of instants holds is the sum of a few long ones and
 * some short ones at its ends. Every entry is in one span of each length.
 */
export const spanSums = pgTable(
  'span_sums',
  {
    /** Length of the span: 1, 24 or 672. */
    hours: integer('hours').notNull(),
    /** Which one: spans of this length since 1970 UTC. */
    slot: integer('slot').notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<EntryKind>().notNull(),
    frequency: text('frequency').notNull(),
    campaign: text('campaign').notNull(),
    chargedCurrency: text('charged_currency').notNull(),
    entries: integer('entries').notNull(),
    postings: integer('postings').notNull(),
    grossMinor: integer('gross_minor').notNull(),
    feeMinor: integer('fee_minor').notNull(),
    netMinor: integer('net_minor').notNull(),
    /** In minor units of `charged_currency`. */
    chargedMinor: integer('charged_minor').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'span_sums_pk',
      columns: [t.hours, t.slot, t.currency, t.kind, t.frequency, t.campaign, t.chargedCurrency],
    }),
  ],
);

/** What each hour of UTC moved on the account, other products' movements among it: a balance at any instant is their sum. */
export const hourBalances = pgTable(
  'hour_balances',
  {
    currency: text('currency').notNull(),
    /** Hours since 1970 UTC, of the movement's own time. */
    hour: integer('hour').notNull(),
    netMinor: integer('net_minor').notNull(),
  },
  (t) => [primaryKey({ name: 'hour_balances_pk', columns: [t.currency, t.hour] })],
);

/** What a deposit holds, by kind of movement; `other` for another product's and for what is not known. */
export const payoutSums = pgTable(
  'payout_sums',
  {
    payoutId: text('payout_id').notNull(),
    kind: text('kind').$type<EntryKind | 'other'>().notNull(),
    items: integer('items').notNull(),
    grossMinor: integer('gross_minor').notNull(),
    feeMinor: integer('fee_minor').notNull(),
    netMinor: integer('net_minor').notNull(),
  },
  (t) => [primaryKey({ name: 'payout_sums_pk', columns: [t.payoutId, t.kind] })],
);

/** Pledges by the book month in which they were made. */
export const pledgeSums = pgTable(
  'pledge_sums',
  {
    /** '' before the calendar is written. */
    madeIn: text('made_in').notNull(),
    currency: text('currency').notNull(),
    frequency: text('frequency').$type<Frequency>().notNull(),
    campaign: text('campaign').notNull(),
    status: text('status').$type<PledgeStatus>().notNull(),
    pledges: integer('pledges').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'pledge_sums_pk',
      columns: [t.madeIn, t.currency, t.frequency, t.campaign, t.status],
    }),
  ],
);

/** Events of the inbox that are done, by what became of them: two rows. What waits or is parked has its own small index. */
export const inboxSums = pgTable('inbox_sums', {
  state: text('state').$type<'applied' | 'ignored'>().primaryKey(),
  events: integer('events').notNull(),
});
