import { postingsOf, type Account, type Posting } from '../../ledger/entry.ts';
import { minorToDecimal } from '../../money.ts';
import type { LedgerRow } from '../rows.ts';
import type { Column } from './columns.ts';

/** One side of a movement: a line of the journal. */
export type JournalRow = {
  entry: LedgerRow;
  /** Counts the sides of an entry, from 1. */
  line: number;
  account: Account;
  step: Posting['on'];
  /** The day to post it on, YYYY-MM-DD. */
  postingDate: string;
  /** Signed: a debit is positive. */
  amountMinor: number;
};

/** The sides of an entry, in order. */
export function journalRows(entry: LedgerRow): JournalRow[] {
  return postingsOf(entry).map(({ account, amountMinor, on }, i) => ({
    entry,
    line: i + 1,
    account,
    step: on,
    postingDate: postingDate(entry, on),
    amountMinor,
  }));
}

/**
 * The day on which an entry is posted, or on which the bank has it. Nothing is posted into a month that was
 * closed: what came late goes to the first day of the month it is booked to.
 */
export function postingDate(
  { bookDate, availableAt, period }: Pick<LedgerRow, 'bookDate' | 'availableAt' | 'period'>,
  on: Posting['on'],
): string {
  // Stripe dates an arrival by midnight in UTC: in a zone of the west that would be the day before.
  const own = on === 'booking' ? bookDate : availableAt.toISOString().slice(0, 10);
  return own.slice(0, 7) < period ? `${period}-01` : own;
}

/** What balances within itself: an entry, or the arrival of its money. */
export function documentOf({ entry, step }: Pick<JournalRow, 'entry' | 'step'>): string {
  return step === 'booking' ? entry.entryId : `${entry.entryId}-arrival`;
}

/** What stands on the debit side, in minor units. */
export function debitOf({ amountMinor }: JournalRow): number | null {
  return amountMinor > 0 ? amountMinor : null;
}

/** What stands on the credit side, in minor units. */
export function creditOf({ amountMinor }: JournalRow): number | null {
  return amountMinor < 0 ? -amountMinor : null;
}

/** An amount of a row as a decimal of its currency. */
export function decimalOf(amountMinor: number | null, { entry }: JournalRow): string | null {
  return amountMinor === null ? null : minorToDecimal(amountMinor, entry.currency);
}

/** The journal, double entry: one row per side of a movement. A document's debits and credits are equal. */
export const JOURNAL_COLUMNS: readonly Column<JournalRow>[] = [
  { name: 'document_id', type: 'text', doc: 'What balances within itself: the entry, or its entry_id with -arrival for the day on which the bank has a payout.', value: documentOf },
  { name: 'line', type: 'integer', doc: 'Counts the sides of an entry, from 1.', value: (row) => row.line },
  { name: 'entry_id', type: 'text', doc: 'The movement that it is a side of; ledger.csv has it under the same name.', value: (row) => row.entry.entryId },
  { name: 'kind', type: 'text', doc: 'What the movement is: payment, refund, refund_failed, dispute, dispute_reversed, fee, adjustment, payout, payout_failed.', value: (row) => row.entry.kind },
  { name: 'step', type: 'text', doc: 'booking, or arrival where a payout reaches the bank.', value: (row) => row.step },
  { name: 'posting_date', type: 'day', doc: 'The day to post it on: its own, or the first of its period where its own month was closed already.', value: (row) => row.postingDate },
  { name: 'book_date', type: 'day', doc: "The movement's own day in the book zone.", value: (row) => row.entry.bookDate },
  { name: 'period', type: 'text', doc: 'The month that the movement is booked to; a payout at its end may arrive in the next.', value: (row) => row.entry.period },
  { name: 'account', type: 'text', doc: 'stripe_balance, supporters, fees, refunds, disputes, adjustments, in_transit or bank.', value: (row) => row.account },
  { name: 'debit_minor', type: 'integer', nullable: true, money: 'currency', doc: 'Debit in minor units of currency; empty on the credit side.', value: debitOf },
  { name: 'credit_minor', type: 'integer', nullable: true, money: 'currency', doc: 'Credit in minor units of currency; empty on the debit side.', value: creditOf },
  { name: 'amount_minor', type: 'integer', money: 'currency', doc: 'The same, signed: debits are positive; over a document it sums to zero.', value: (row) => row.amountMinor },
  { name: 'debit', type: 'decimal', nullable: true, money: 'currency', doc: 'debit_minor as a decimal.', value: (row) => decimalOf(debitOf(row), row) },
  { name: 'credit', type: 'decimal', nullable: true, money: 'currency', doc: 'credit_minor as a decimal.', value: (row) => decimalOf(creditOf(row), row) },
  { name: 'amount', type: 'decimal', money: 'currency', doc: 'amount_minor as a decimal.', value: (row) => decimalOf(row.amountMinor, row) },
  { name: 'currency', type: 'text', doc: 'What Stripe settles in.', value: (row) => row.entry.currency },
  { name: 'frequency', type: 'text', nullable: true, doc: 'once, monthly or annual.', value: (row) => row.entry.frequency },
  { name: 'campaign', type: 'text', nullable: true, doc: 'Campaign slug of the pledge.', value: (row) => row.entry.campaign },
  { name: 'stripe_balance_transaction', type: 'text', doc: "Stripe's id of the movement.", value: (row) => row.entry.stripeBalanceTransactionId },
  { name: 'original_period', type: 'text', nullable: true, doc: 'The month a late movement belongs to, where that month was closed.', value: (row) => row.entry.originalPeriod },
]; // prettier-ignore
