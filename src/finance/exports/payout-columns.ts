import { explainDeposit, type DepositExplanation } from '../../ledger/payout.ts';
import { minorToDecimal } from '../../money.ts';
import type { PayoutRow } from '../../store/store.ts';
import type { Column } from './columns.ts';

/** A line of the payouts export: the deposit with the reason why it is what it is. */
export type ExplainedPayout = PayoutRow & { why: DepositExplanation };

/** Adds what a deposit holds up, once for all its columns. */
export function explained(row: PayoutRow): ExplainedPayout {
  return { ...row, why: explainDeposit(row, row.parts) };
}

/** What is in a deposit that nobody has listed is not zero: it is not known. */
const part = (pick: (why: DepositExplanation) => number) => (row: ExplainedPayout) =>
  row.why.by === 'items' ? pick(row.why) : null;

/**
 * The payouts export, column by column in the contract's order: one row per bank deposit. Where it was explained
 * by items, gifts + refunds + disputes - fees + adjustments + returned + other products + unexplained = amount.
 */
export const PAYOUT_COLUMNS: readonly Column<ExplainedPayout>[] = [
  { name: 'payout_id', type: 'text', doc: "Stripe's id of the deposit; ledger.csv names it in stripe_payout.", value: (row) => row.payoutId },
  { name: 'status', type: 'text', doc: 'pending, in_transit, paid, failed, canceled or unknown.', value: (row) => row.status },
  { name: 'automatic', type: 'boolean', doc: 'true where Stripe made it on schedule, false where a person did.', value: (row) => row.automatic },
  { name: 'created_utc', type: 'time', doc: 'When it left the Stripe balance.', value: (row) => row.createdAt },
  { name: 'arrival_date', type: 'day', doc: 'The day the bank has it, as Stripe says.', value: (row) => row.arrivalAt.toISOString().slice(0, 10) },
  { name: 'currency', type: 'text', doc: 'What the bank gets.', value: (row) => row.currency },
  { name: 'amount_minor', type: 'integer', money: 'currency', doc: 'What the bank gets, in minor units; negative where Stripe takes it from the bank.', value: (row) => row.amountMinor },
  { name: 'amount', type: 'decimal', money: 'currency', doc: 'amount_minor as a decimal.', value: (row) => minorToDecimal(row.amountMinor, row.currency) },
  { name: 'gifts_minor', type: 'integer', nullable: true, money: 'currency', doc: 'Payments in it, before fees. This and the next seven are empty where its contents are not known.', value: part((why) => why.giftsMinor) },
  { name: 'refunds_minor', type: 'integer', nullable: true, money: 'currency', doc: 'Refunds in it, negative, with those that came back.', value: part((why) => why.refundsMinor) },
  { name: 'disputes_minor', type: 'integer', nullable: true, money: 'currency', doc: 'Disputes in it, negative, with those that were won.', value: part((why) => why.disputesMinor) },
  { name: 'fees_minor', type: 'integer', nullable: true, money: 'currency', doc: 'What Stripe kept of it, positive, with fees of the account itself.', value: part((why) => why.feesMinor) },
  { name: 'adjustments_minor', type: 'integer', nullable: true, money: 'currency', doc: "Stripe's corrections of the balance.", value: part((why) => why.adjustmentsMinor) },
  { name: 'returned_minor', type: 'integer', nullable: true, money: 'currency', doc: 'Earlier deposits that the bank sent back and that are in this one, less payouts by hand that it holds.', value: part((why) => why.returnedMinor) },
  { name: 'other_products_minor', type: 'integer', nullable: true, money: 'currency', doc: 'What belongs to other products of the Stripe account, after fees.', value: part((why) => why.otherMinor) },
  { name: 'unexplained_minor', type: 'integer', nullable: true, money: 'currency', doc: 'The rest; zero but where Stripe lists money that is not booked here.', value: part((why) => why.unexplainedMinor) },
  { name: 'items', type: 'integer', nullable: true, doc: 'How many movements it holds; empty where that is not known.', value: part((why) => why.items) },
  { name: 'explained_by', type: 'text', doc: 'items: line by line. running_balance: made by hand, see the two balances. pending: Stripe has not listed it yet.', value: (row) => row.why.by },
  { name: 'balance_before_minor', type: 'integer', money: 'currency', doc: 'The Stripe balance in this currency before it, other products included.', value: (row) => row.balanceBeforeMinor },
  { name: 'balance_after_minor', type: 'integer', money: 'currency', doc: 'The same after it.', value: (row) => row.balanceAfterMinor },
  { name: 'failure_code', type: 'text', nullable: true, doc: "Stripe's word for why the bank sent it back.", value: (row) => row.failureCode },
]; // prettier-ignore
