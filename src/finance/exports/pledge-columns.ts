import { minorToDecimal } from '../../money.ts';
import type { Column } from './columns.ts';
import type { PledgeRow } from '../rows.ts';

/** The pledge export, column by column in the contract's order: one row per promise, no identity. */
export const PLEDGE_COLUMNS: readonly Column<PledgeRow>[] = [
  { name: 'pledge_id', type: 'text', doc: 'Our random id of the promise.', value: (row) => row.pledgeId },
  { name: 'status', type: 'text', doc: 'open, processing, paid, active, past_due, paused, ended, abandoned or failed.', value: (row) => row.status },
  { name: 'frequency', type: 'text', doc: 'once, monthly or annual.', value: (row) => row.frequency },
  { name: 'amount_minor', type: 'integer', money: 'currency', doc: 'What was promised each time, in minor units of currency.', value: (row) => row.amountMinor },
  { name: 'amount', type: 'decimal', money: 'currency', doc: 'amount_minor as a decimal.', value: (row) => minorToDecimal(row.amountMinor, row.currency) },
  { name: 'currency', type: 'text', doc: "The supporter's currency.", value: (row) => row.currency },
  { name: 'campaign', type: 'text', nullable: true, doc: 'Campaign slug, if the form carried one.', value: (row) => row.campaign },
  { name: 'lang', type: 'text', doc: 'Language the form was read in.', value: (row) => row.lang },
  { name: 'created_utc', type: 'time', doc: 'When the promise was made.', value: (row) => row.createdAt },
  { name: 'first_paid_utc', type: 'time', nullable: true, doc: 'First payment that arrived.', value: (row) => row.marks.firstPaidAt },
  { name: 'last_paid_utc', type: 'time', nullable: true, doc: 'Latest payment that arrived.', value: (row) => row.marks.lastPaidAt },
  { name: 'next_payment_utc', type: 'time', nullable: true, doc: 'When Stripe collects next.', value: (row) => row.marks.nextPaymentAt },
  { name: 'ended_utc', type: 'time', nullable: true, doc: 'When a recurring pledge ended.', value: (row) => row.marks.endedAt },
  { name: 'ended_reason', type: 'text', nullable: true, doc: 'Why it ended.', value: (row) => row.marks.endedReason },
  { name: 'payments', type: 'integer', doc: 'How many payments arrived.', value: (row) => row.payments },
  { name: 'paid_minor', type: 'integer', money: 'currency', doc: 'What they add up to, in minor units of currency.', value: (row) => row.paidMinor },
  { name: 'refunded_minor', type: 'integer', money: 'currency', doc: 'What was given back, in minor units of currency.', value: (row) => row.refundedMinor },
  { name: 'stripe_checkout_session', type: 'text', nullable: true, doc: "Stripe's checkout session.", value: (row) => row.stripeCheckoutSessionId },
  { name: 'stripe_customer', type: 'text', nullable: true, doc: "Stripe's customer, where there is one.", value: (row) => row.stripeCustomerId },
  { name: 'stripe_subscription', type: 'text', nullable: true, doc: "Stripe's subscription of a recurring pledge.", value: (row) => row.stripeSubscriptionId },
]; // prettier-ignore
