import type { Charge, Dispute } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** How long the seller may answer. */
export const evidenceDays = 9;

/** Asks before anything is taken: `warning_needs_response` and `warning_under_review`. */
export function isInquiry(dispute: Dispute): boolean {
  return dispute.status === 'warning_needs_response' || dispute.status === 'warning_under_review';
}

export function isClosed(dispute: Dispute): boolean {
  return dispute.status === 'won' || dispute.status === 'lost' || dispute.status === 'warning_closed';
}

/** A dispute or an inquiry as Stripe shows it when it arrives. */
export function newDispute(
  world: World,
  charge: Charge,
  { amountMinor, reason, inquiry = false }: { amountMinor: number; reason?: string; inquiry?: boolean },
): Dispute {
  const now = world.clock.now();
  const isCard = charge.payment_method_details?.type === 'card';
  const texts = Object.fromEntries(evidenceFields.map((field) => [field, null]));
  const card = {
    brand: 'visa',
    case_type: inquiry ? 'inquiry' : 'chargeback',
    network: 'visa',
    network_reason_code: '10.4',
  } as const;
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
      due_by: isCard ? now + evidenceDays * 86_400 : null,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    ...(isCard ? { payment_method_details: { type: 'card', card } } : {}),
    reason: reason ?? usualReason(isCard, inquiry),
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
}

function usualReason(isCard: boolean, isInquiry: boolean): string {
  if (!isCard) return 'debit_not_authorized';
  return isInquiry ? 'general' : 'fraudulent';
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
