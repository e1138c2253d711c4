import { minorToDecimal } from '../../money.ts';
import type { Column } from './columns.ts';
import type { LedgerRow } from '../rows.ts';

/** The ledger export, column by column in the contract's order: one row per movement of the Stripe balance. */
export const LEDGER_COLUMNS: readonly Column<LedgerRow>[] = [
  { name: 'entry_id', type: 'text', doc: 'Our id of the movement; it follows from its balance transaction.', value: (row) => row.entryId },
  { name: 'kind', type: 'text', doc: 'What the movement is: payment, refund, refund_failed, dispute, dispute_reversed, fee, adjustment, payout, payout_failed.', value: (row) => row.kind },
  { name: 'pledge_id', type: 'text', nullable: true, doc: "The reader's promise behind it; empty for payouts and account fees.", value: (row) => row.pledgeId },
  { name: 'payment_id', type: 'text', nullable: true, doc: 'One collection of money; its refunds and disputes carry the same id.', value: (row) => row.paymentId },
  { name: 'frequency', type: 'text', nullable: true, doc: 'once, monthly or annual.', value: (row) => row.frequency },
  { name: 'sequence', type: 'integer', nullable: true, doc: "1 for a pledge's first payment, 2 and up for renewals; refunds and disputes carry their payment's.", value: (row) => row.sequence },
  { name: 'campaign', type: 'text', nullable: true, doc: 'Campaign slug of the pledge.', value: (row) => row.campaign },
  { name: 'created_utc', type: 'time', doc: 'When Stripe booked the movement.', value: (row) => row.createdAt },
  { name: 'book_date', type: 'day', doc: 'Its day in the book zone.', value: (row) => row.bookDate },
  { name: 'period', type: 'text', doc: 'The month it is booked to.', value: (row) => row.period },
  { name: 'available_utc', type: 'time', doc: 'When the money can be paid out.', value: (row) => row.availableAt },
  { name: 'paid_out_utc', type: 'time', nullable: true, doc: 'The day the bank had it; empty until Stripe has listed the deposit, and where the bank sent it back.', value: (row) => row.paidOutAt },
  { name: 'charged_minor', type: 'integer', nullable: true, money: 'charged_currency', doc: 'What the supporter paid or got back, signed, in minor units of charged_currency.', value: (row) => row.charged?.amountMinor ?? null },
  { name: 'charged_amount', type: 'decimal', nullable: true, money: 'charged_currency', doc: 'The same as a decimal.', value: (row) => row.charged === null ? null : minorToDecimal(row.charged.amountMinor, row.charged.currency) },
  { name: 'charged_currency', type: 'text', nullable: true, doc: "The supporter's currency.", value: (row) => row.charged?.currency ?? null },
  { name: 'gross_minor', type: 'integer', money: 'currency', doc: 'Before fees, signed, in minor units of currency.', value: (row) => row.grossMinor },
  { name: 'fee_minor', type: 'integer', money: 'currency', doc: 'What Stripe kept, in minor units of currency.', value: (row) => row.feeMinor },
  { name: 'net_minor', type: 'integer', money: 'currency', doc: 'What moved the balance: gross less fee, in minor units of currency.', value: (row) => row.netMinor },
  { name: 'gross', type: 'decimal', money: 'currency', doc: 'gross_minor as a decimal.', value: (row) => minorToDecimal(row.grossMinor, row.currency) },
  { name: 'fee', type: 'decimal', money: 'currency', doc: 'fee_minor as a decimal.', value: (row) => minorToDecimal(row.feeMinor, row.currency) },
  { name: 'net', type: 'decimal', money: 'currency', doc: 'net_minor as a decimal.', value: (row) => minorToDecimal(row.netMinor, row.currency) },
  { name: 'currency', type: 'text', doc: 'What Stripe settles in.', value: (row) => row.currency },
  { name: 'exchange_rate', type: 'decimal', nullable: true, doc: "Stripe's rate from charged_currency to currency; empty where none applied.", value: (row) => row.exchangeRate },
  { name: 'stripe_balance_transaction', type: 'text', doc: "Stripe's id of the movement.", value: (row) => row.stripeBalanceTransactionId },
  { name: 'stripe_source', type: 'text', doc: 'The object that moved the money: a charge, refund, dispute or payout.', value: (row) => row.stripeSourceId },
  { name: 'stripe_payout', type: 'text', nullable: true, doc: 'The bank deposit that holds it.', value: (row) => row.stripePayoutId },
  { name: 'original_entry_id', type: 'text', nullable: true, doc: 'For a refund or dispute, the entry of its payment.', value: (row) => row.originalEntryId },
  { name: 'original_period', type: 'text', nullable: true, doc: 'The month a late movement belongs to, where that month was closed.', value: (row) => row.originalPeriod },
  { name: 'recorded_utc', type: 'time', doc: 'When we wrote it down.', value: (row) => row.recordedAt },
]; // prettier-ignore
