import { emit } from '../events/event.ts';
import { invalidRequest } from '../http/fault.ts';
import { shown } from '../http/shown.ts';
import type { BalanceTransaction, Charge, Dispute } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction, settledPart, settleCharge } from './balance.ts';

const evidenceDays = 9;

/** A cardholder's bank takes the money back, with a fee, until the dispute is decided. */
export function openDispute(world: World, charge: Charge, reason = 'fraudulent'): Dispute {
  if (charge.status !== 'succeeded')
    throw invalidRequest(`Charge ${charge.id} has no money to dispute.`, 'charge');
  if (charge.disputed) throw invalidRequest(`Charge ${charge.id} has already been disputed.`, 'charge');
  // The bank cannot take back what has not been booked: a late transaction is booked first.
  if (charge.balance_transaction === null) settleCharge(world, charge);
  const amountMinor = charge.amount - charge.amount_refunded;
  const dispute = newDispute(world, charge, { amountMinor, reason });
  world.state.disputes.add(dispute);
  charge.disputed = true;
  dispute.balance_transactions = [];
  emit(world, 'charge.dispute.created', dispute);
  const part = settledPart(world, charge, { fromMinor: charge.amount_refunded, toMinor: charge.amount });
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
  dispute.balance_transactions.push(withdrawal);
  emitDispute(world, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The bank decides. A win brings back the money and the fee; a loss changes nothing more. */
export function closeDispute(world: World, dispute: Dispute, outcome: 'won' | 'lost'): void {
  if (isClosed(dispute)) throw invalidRequest(`Dispute ${dispute.id} is already closed.`, 'dispute');
  const previous = { status: dispute.status };
  dispute.status = outcome;
  if (outcome === 'won') {
    const withdrawal = dispute.balance_transactions[0];
    if (withdrawal !== undefined) dispute.balance_transactions.push(reinstate(world, dispute, withdrawal));
    emitDispute(world, 'charge.dispute.funds_reinstated', dispute);
  }
  emitDispute(world, 'charge.dispute.closed', dispute, previous);
}

export function isClosed(dispute: Dispute): boolean {
  return dispute.status === 'won' || dispute.status === 'lost' || dispute.status === 'warning_closed';
}

/** Evidence is sent to the bank; the texts Stripe reserves for tests decide at once. */
export function submitEvidence(world: World, dispute: Dispute): void {
  const previous = { status: dispute.status };
  dispute.status = 'under_review';
  dispute.evidence_details = {
    ...dispute.evidence_details,
    submission_count: dispute.evidence_details.submission_count + 1,
    submission_method: 'manual',
  };
  emitDispute(world, 'charge.dispute.updated', dispute, previous);
  const text = dispute.evidence.uncategorized_text;
  if (text === 'winning_evidence') closeDispute(world, dispute, 'won');
  if (text === 'losing_evidence') closeDispute(world, dispute, 'lost');
}

export function emitDispute(
  world: World,
  type: string,
  dispute: Dispute,
  previous?: Record<string, unknown>,
): void {
  emit(world, type, shown(world, dispute) as Dispute, previous);
}

function reinstate(world: World, dispute: Dispute, withdrawal: BalanceTransaction): BalanceTransaction {
  return addTransaction(world, {
    type: 'adjustment',
    category: 'dispute_reversal',
    amountMinor: -withdrawal.amount,
    currency: withdrawal.currency,
    rate: withdrawal.exchange_rate,
    feeMinor: -withdrawal.fee,
    feeDescription: 'Dispute fee refund',
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
  });
}

function newDispute(
  world: World,
  charge: Charge,
  { amountMinor, reason }: { amountMinor: number; reason: string },
): Dispute {
  const now = world.clock.now();
  const texts = Object.fromEntries(evidenceFields.map((field) => [field, null]));
  return {
    id: world.random.id('du'),
    object: 'dispute',
    amount: amountMinor,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...texts, enhanced_evidence: {} } as unknown as Dispute['evidence'],
    evidence_details: {
      due_by: now + evidenceDays * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
    },
    reason,
    status: 'needs_response',
  };
}

const evidenceFields = (
  'access_activity_log billing_address cancellation_policy cancellation_policy_disclosure ' +
  'cancellation_rebuttal customer_communication customer_email_address customer_name ' +
  'customer_purchase_ip customer_signature duplicate_charge_documentation duplicate_charge_explanation ' +
  'duplicate_charge_id product_description receipt refund_policy ' +
  'refund_policy_disclosure refund_refusal_explanation service_date service_documentation ' +
  'shipping_address shipping_carrier shipping_date shipping_documentation ' +
  'shipping_tracking_number uncategorized_file uncategorized_text'
).split(' ');
