import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Frequency } from '../../checkout/contract.ts';
import type { EntryKind } from '../../ledger/entry.ts';
import type { Payout } from '../../ledger/payout.ts';
import type { TaskKind } from '../../tasks/task.ts';
import { integer, sequence, text, time } from './columns.ts';
import { pledges } from './schema.ts';

// The books: what moved, which deposit holds it, which months are closed, and how it compares with Stripe.

/** The ledger: one immutable line per balance transaction. Triggers refuse UPDATE and DELETE. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    /** Order of writing; an export is bounded by the highest one at its start. */
    seq: sequence('seq'),
    /** Follows from the balance transaction's id. */
    entryId: text('entry_id').notNull(),
    kind: text('kind').$type<EntryKind>().notNull(),
    pledgeId: text('pledge_id').references(() => pledges.pledgeId),
    /** One collection of money; its refunds and disputes carry the same id. */
    paymentId: text('payment_id'),
    frequency: text('frequency').$type<Frequency>(),
    campaign: text('campaign'),
    /** The balance transaction's own time. */
    createdAt: time('created_at').notNull(),
    availableAt: time('available_at').notNull(),
    /** Day and month in the book zone. */
    bookDate: text('book_date').notNull(),
    period: text('period').notNull(),
    originalEntryId: text('original_entry_id'),
    originalPeriod: text('original_period'),
    /** What the supporter paid or got back, in their own currency. */
    chargedMinor: integer('charged_minor'),
    chargedCurrency: text('charged_currency'),
    /** Signed, in `currency` (what Stripe settles in): net = gross - fee. */
    grossMinor: integer('gross_minor').notNull(),
    feeMinor: integer('fee_minor').notNull(),
    netMinor: integer('net_minor').notNull(),
    currency: text('currency').notNull(),
    exchangeRate: text('exchange_rate'),
    stripeBalanceTransactionId: text('stripe_balance_transaction_id').notNull(),
    stripeSourceId: text('stripe_source_id').notNull(),
    stripePayoutId: text('stripe_payout_id'),
    recordedAt: time('recorded_at').notNull(),
  },
  (t) => [
    uniqueIndex('ledger_entries_entry_id').on(t.entryId),
    uniqueIndex('ledger_entries_balance_transaction').on(t.stripeBalanceTransactionId),
    index('ledger_entries_created').on(t.createdAt, t.entryId),
    // What is rare in a month is found without a walk through it, and its sums never touch the table.
    index('ledger_entries_period_sums').on(
      t.period,
      t.currency,
      t.kind,
      t.frequency,
      t.campaign,
      t.grossMinor,
      t.feeMinor,
      t.netMinor,
    ),
    index('ledger_entries_period_created').on(t.period, t.createdAt, t.entryId),
    index('ledger_entries_pledge').on(t.pledgeId, t.kind, t.createdAt),
    index('ledger_entries_payment').on(t.paymentId),
    // What was written lately: who keeps a copy asks for no more than that.
    index('ledger_entries_recorded').on(t.recordedAt),
    index('ledger_entries_payout')
      .on(t.stripePayoutId)
      .where(sql`stripe_payout_id is not null`),
    check('ledger_entries_net', sql`net_minor = gross_minor - fee_minor`),
  ],
);

/** Transfers to the bank as Stripe knows them now; what they moved is in the ledger. */
export const payouts = pgTable(
  'payouts',
  {
    payoutId: text('payout_id').primaryKey(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').notNull(),
    status: text('status').$type<Payout['status']>().notNull(),
    automatic: boolean('automatic').notNull(),
    createdAt: time('created_at').notNull(),
    /** The day the bank has it. */
    arrivalAt: time('arrival_at').notNull(),
    isReconciled: boolean('is_reconciled').notNull(),
    failureCode: text('failure_code'),
    /** When its contents were written to payout_items; null before, and for manual ones. */
    itemisedAt: time('itemised_at'),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [index('payouts_created').on(t.createdAt, t.payoutId)],
);

/** What a payout holds: one row per balance transaction, ours or another product's. Append-only by trigger. */
export const payoutItems = pgTable(
  'payout_items',
  {
    /** Order of writing; the export of a closed month is bounded by the highest one at its closing. */
    seq: sequence('seq'),
    payoutId: text('payout_id')
      .notNull()
      .references(() => payouts.payoutId),
    balanceTransactionId: text('balance_transaction_id').notNull(),
    /** The day the bank has the money. */
    paidOutAt: time('paid_out_at').notNull(),
  },
  (t) => [
    uniqueIndex('payout_items_balance_transaction').on(t.balanceTransactionId),
    index('payout_items_payout').on(t.payoutId),
    index('payout_items_paid_out').on(t.paidOutAt),
  ],
);

/** Movements of other products on the same Stripe account: only what it takes to explain a deposit. Append-only. */
export const otherMovements = pgTable(
  'other_movements',
  {
    balanceTransactionId: text('balance_transaction_id').primaryKey(),
    createdAt: time('created_at').notNull(),
    currency: text('currency').notNull(),
    netMinor: integer('net_minor').notNull(),
  },
  (t) => [index('other_movements_created').on(t.createdAt, t.currency, t.netMinor)],
);

/** Months closed and reopened: a chain of manifests, each naming the hash of the one before. Append-only. */
export const periodChanges = pgTable('period_changes', {
  seq: sequence('seq'),
  action: text('action').$type<'close' | 'reopen'>().notNull(),
  period: text('period').notNull(),
  /** Every month up to this one is closed after the change; null where none is. */
  closedThrough: text('closed_through'),
  entriesBound: integer('entries_bound').notNull(),
  payoutItemsBound: integer('payout_items_bound').notNull(),
  /** The manifest (ledger/period.ts), byte for byte what was hashed. */
  manifest: text('manifest').notNull(),
  hash: text('hash').notNull(),
});

/** What a person has to look at. Settled rows stay, so that nothing is raised twice. */
export const staffTasks = pgTable(
  'staff_tasks',
  {
    taskId: text('task_id').primaryKey(),
    kind: text('kind').$type<TaskKind>().notNull(),
    pledgeId: text('pledge_id').references(() => pledges.pledgeId),
    stripeObjectId: text('stripe_object_id').notNull(),
    dueAt: time('due_at'),
    raisedAt: time('raised_at').notNull(),
    doneAt: time('done_at'),
    doneNote: text('done_note'),
  },
  (t) => [
    index('staff_tasks_open')
      .on(t.raisedAt)
      .where(sql`done_at is null`),
  ],
);

/** Runs of reconcile; the next one begins where the newest finished one began. */
export const reconcileRuns = pgTable('reconcile_runs', {
  seq: sequence('seq'),
  startedAt: time('started_at').notNull(),
  finishedAt: time('finished_at').notNull(),
  eventsFound: integer('events_found').notNull(),
  entriesFilled: integer('entries_filled').notNull(),
});

/** The latest comparison of each month with Stripe (ledger/reconciliation.ts), as JSON. */
export const comparisons = pgTable('comparisons', {
  period: text('period').primaryKey(),
  checkedAt: time('checked_at').notNull(),
  isEqual: boolean('is_equal').notNull(),
  result: text('result').notNull(),
});
