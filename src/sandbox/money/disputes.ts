import { emit } from '../events/event.ts';
import { invalidRequest } from '../http/fault.ts';
import { shown } from '../http/shown.ts';
import type { BalanceTransaction, Charge, Dispute } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction, settledPart, settleCharge } from './balance.ts';
import { evidenceDays, isClosed, isInquiry, newDispute } from './dispute-object.ts';
import { closeWarnings } from './early-fraud-warnings.ts';

/** A bank gives up on an inquiry that was neither closed nor escalated after so many days. */
const inquiryDays = 120;

/**
 * A cardholder's bank takes the money back, with a fee, until the dispute is decided; an inquiry only
 * asks. A bank debit's dispute is final: it is lost the moment it is there.
 */
export function openDispute(
  world: World,
  charge: Charge,
  how: { reason?: string; inquiry?: boolean; amountMinor?: number } = {},
): Dispute {
  const amountMinor = disputable(world, charge, how.amountMinor);
  const isDebit = charge.payment_method_details?.type !== 'card';
  if (isDebit && how.inquiry === true)
    throw invalidRequest(`Charge ${charge.id} is a bank debit; banks do not inquire about those.`, 'inquiry');
  // The bank cannot take back what has not been booked: a late transaction is booked first.
  if (charge.balance_transaction === null) settleCharge(world, charge);
  const dispute = world.state.disputes.add(newDispute(world, charge, { ...how, amountMinor }));
  charge.disputed = true;
  emitDispute(world, 'charge.dispute.created', dispute);
  closeWarnings(world, charge);
  if (how.inquiry === true) endInquiryLater(world, dispute);
  else withdraw(world, dispute, charge);
  if (isDebit) closeDispute(world, dispute, 'lost');
  return dispute;
}

/** The bank makes a real dispute of its inquiry, and takes what was not refunded meanwhile. */
export function escalate(world: World, dispute: Dispute): void {
  if (!isInquiry(dispute)) throw invalidRequest(`Dispute ${dispute.id} is no open inquiry.`, 'dispute');
  const charge = world.state.charges.get(dispute.charge);
  if (charge === undefined) throw invalidRequest(`Dispute ${dispute.id} has no charge.`, 'dispute');
  const { status, is_charge_refundable, payment_method_details } = dispute;
  const card = { ...payment_method_details?.card, case_type: 'chargeback' };
  dispute.amount = Math.min(dispute.amount, charge.amount - charge.amount_refunded);
  Object.assign(dispute, {
    status: 'needs_response',
    is_charge_refundable: false,
    payment_method_details: { type: 'card', card },
  });
  dispute.evidence_details.due_by = world.clock.now() + evidenceDays * 86_400;
  emitDispute(world, 'charge.dispute.updated', dispute, {
    status,
    is_charge_refundable,
    payment_method_details,
  });
  withdraw(world, dispute, charge);
}

/**
 * The bank decides. A win brings back the money, and the fee where the account has that agreement. A loss
 * changes nothing more, unless the bank returns a part, as where that part had been refunded before.
 */
export function closeDispute(
  world: World,
  dispute: Dispute,
  outcome: 'won' | 'lost' | 'warning_closed',
  returnedMinor?: number,
): void {
  if (!['won', 'lost', 'warning_closed'].includes(outcome))
    throw invalidRequest('The outcome is won, lost or warning_closed.', 'outcome');
  if (isClosed(dispute)) throw invalidRequest(`Dispute ${dispute.id} is already closed.`, 'dispute');
  if (isInquiry(dispute) !== (outcome === 'warning_closed'))
    throw invalidRequest(
      'An inquiry ends as warning_closed or is escalated; only a real dispute is won or lost.',
      'outcome',
    );
  const previous = { status: dispute.status };
  dispute.status = outcome;
  const backMinor = outcome === 'won' ? dispute.amount : (returnedMinor ?? 0);
  if (outcome !== 'warning_closed' && backMinor > 0) reinstate(world, dispute, backMinor);
  emitDispute(world, 'charge.dispute.closed', dispute, previous);
}

/** Evidence is sent to the bank; the texts Stripe reserves for tests decide at once. */
export function submitEvidence(world: World, dispute: Dispute): void {
  const previous = { status: dispute.status };
  const wasInquiry = isInquiry(dispute);
  dispute.status = wasInquiry ? 'warning_under_review' : 'under_review';
  dispute.evidence_details = {
    ...dispute.evidence_details,
    submission_count: dispute.evidence_details.submission_count + 1,
    submission_method: 'manual',
  };
  emitDispute(world, 'charge.dispute.updated', dispute, previous);
  const text = dispute.evidence.uncategorized_text;
  if (text === 'winning_evidence') closeDispute(world, dispute, wasInquiry ? 'warning_closed' : 'won');
  if (text === 'losing_evidence' && wasInquiry) escalate(world, dispute);
  else if (text === 'losing_evidence') closeDispute(world, dispute, 'lost');
}

/** An open inquiry about a charge that has been refunded in full has nothing left to ask. */
export function closeInquiries(world: World, charge: Charge): void {
  for (const dispute of world.state.disputes.by('charge', charge.id))
    if (isInquiry(dispute)) closeDispute(world, dispute, 'warning_closed');
}

export function emitDispute(
  world: World,
  type: string,
  dispute: Dispute,
  previous?: Record<string, unknown>,
): void {
  emit(world, type, shown(world, dispute) as Dispute, previous);
}

/** How much may be disputed: at most the whole charge, even where a part was refunded already. */
function disputable(world: World, charge: Charge, wanted: number | undefined): number {
  if (charge.status !== 'succeeded')
    throw invalidRequest(`Charge ${charge.id} has no money to dispute.`, 'charge');
  if (world.state.disputes.by('charge', charge.id).some(({ status }) => status !== 'warning_closed'))
    throw invalidRequest(`Charge ${charge.id} has already been disputed.`, 'charge');
  const amountMinor = wanted ?? charge.amount - charge.amount_refunded;
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 1 || amountMinor > charge.amount)
    throw invalidRequest(`A dispute of this charge is from 1 to ${charge.amount}.`, 'amountMinor');
  return amountMinor;
}

function withdraw(world: World, dispute: Dispute, charge: Charge): void {
  // What is left is counted from what was refunded, so that all parts add up to the whole after conversion.
  const isLeft = charge.amount_refunded + dispute.amount <= charge.amount;
  const fromMinor = isLeft ? charge.amount_refunded : 0;
  const part = settledPart(world, charge, { fromMinor, toMinor: fromMinor + dispute.amount });
  const withdrawal = addTransaction(world, {
    type: 'adjustment',
    category: 'dispute',
    amountMinor: -part.amountMinor,
    currency: part.currency,
    rate: part.rate,
    feeMinor: world.settings.disputeFeeMinor,
    feeDescription: 'Dispute fee',
    source: dispute.id,
    description: `Chargeback withdrawal for ${charge.id}`,
  });
  dispute.balance_transactions = [...dispute.balance_transactions, withdrawal];
  emitDispute(world, 'charge.dispute.funds_withdrawn', dispute);
}

function reinstate(world: World, dispute: Dispute, backMinor: number): void {
  const [withdrawal] = dispute.balance_transactions;
  if (withdrawal === undefined) return;
  if (backMinor > dispute.amount)
    throw invalidRequest(`At most ${dispute.amount} can be returned.`, 'returnedMinor');
  const isWhole = backMinor === dispute.amount;
  const isFeeReturned = dispute.status === 'won' && world.settings.disputeFeeReturned;
  const line: BalanceTransaction = addTransaction(world, {
    type: 'adjustment',
    category: 'dispute_reversal',
    amountMinor: isWhole ? -withdrawal.amount : Math.round((-withdrawal.amount * backMinor) / dispute.amount),
    currency: withdrawal.currency,
    rate: withdrawal.exchange_rate,
    feeMinor: isFeeReturned ? -withdrawal.fee : 0,
    feeDescription: 'Dispute fee refund',
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
  });
  dispute.balance_transactions = [...dispute.balance_transactions, line];
  emitDispute(world, 'charge.dispute.funds_reinstated', dispute);
}

function endInquiryLater(world: World, dispute: Dispute): void {
  world.clock.at(dispute.created + inquiryDays * 86_400, () => {
    if (isInquiry(dispute)) closeDispute(world, dispute, 'warning_closed');
  });
}
