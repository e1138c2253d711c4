import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PledgeStatus } from '../../pledges/pledge.ts';
import { time } from './schema.ts';

// Sums that pages show however long the ledger is. Triggers keep them in the transaction that writes the rows they
// sum up; nothing else writes here but the rebuild. Where a key may be missing, it is '' in them, for NULL equals nothing.

/** Where the months of the book zone begin: triggers know no zones. Written by `keepBookZone`. */
export const bookMonths = sqliteTable(
  'book_months',
  {
    /** YYYY-MM. */
    period: text('period').primaryKey(),
    startsAt: time('starts_at').notNull(),
  },
  (t) => [index('book_months_starts').on(t.startsAt, t.period)],
);

/** One row: the zone of `book_months`, and the edition of the time zone data that it was computed with. */
export const bookCalendar = sqliteTable('book_calendar', {
  zone: text('zone').primaryKey(),
  tzdata: text('tzdata').notNull(),
});

/** Recurring pledges that were paid at least once, by the months in which they began and ended. */
export const planSpans = sqliteTable(
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
  (t) => [primaryKey({ columns: [t.endedIn, t.startedIn, t.frequency, t.currency, t.status] })],
);
