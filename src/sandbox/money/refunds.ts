import { emit } from '../events/event.ts';
import { invalidRequest } from '../http/fault.ts';
import type { Charge, Metadata, Refund } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { addTransaction, settledPart, settleCharge } from './balance.ts';
import { closeInquiries } from './disputes.ts';
import { closeWarnings } from './early-fraud-warnings.ts';

/** Gives money back; Stripe keeps the fee. Without an amount, all that is left is returned. */
export function refundCharge(
  world: World,
  charge: Charge,
  {
    amountMinor,
    reason = null,
    metadata = {},
  }: { amountMinor?: number | undefined; reason?: Refund['reason']; metadata?: Metadata },
): Refund {
  const amount = refundable(world, charge, amountMinor);
  if (charge.balance_transaction === null) settleCharge(world, charge);
  const fromMinor = charge.amount_refunded;
  const part = settledPart(world, charge, { fromMinor, toMinor: fromMinor + amount });
  const isCard = charge.payment_method_details?.type === 'card';
  const refund: Refund = {
    id: world.random.id(isCard ? 're' : 'pyr'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...(isCard
      ? {
          destination_details: {
            type: 'card',
            card: {
              reference_status: 'pending',
              reference_type: 'acquirer_reference_number',
              type: 'refund' as const,
            },
          },
        }
      : {}),
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  world.state.refunds.add(refund);
  refund.balance_transaction = addTransaction(world, {
    type: isCard ? 'refund' : 'payment_refund',
    category: 'refund',
    amountMinor: -part.amountMinor,
    currency: part.currency,
    rate: part.rate,
    source: refund.id,
    description: `REFUND FOR CHARGE (${charge.description ?? charge.id})`,
  }).id;
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  emit(world, 'refund.created', refund);
  emit(world, 'charge.refunded', charge, previous);
  if (charge.refunded) {
    closeWarnings(world, charge);
    closeInquiries(world, charge);
  }
  if (world.state.cardOf.get(charge.payment_method ?? '') === 'refundFails')
    world.clock.at(world.clock.now() + world.settings.refundFailsAfterSeconds, () =>
      failRefund(world, refund),
    );
  return refund;
}

/** The card's bank sends the money back: the balance gets it again, and the reader still waits. */
export function failRefund(world: World, refund: Refund): void {
  if (refund.status === 'failed') return;
  const charge = world.state.charges.get(refund.charge ?? '');
  const original = world.state.balanceTransactions.get(refund.balance_transaction ?? '');
  if (charge === undefined || original === undefined) return;
  const previous = { status: refund.status };
  refund.status = 'failed';
  refund.failure_reason = 'expired_or_canceled_card';
  refund.failure_balance_transaction = addTransaction(world, {
    type: 'refund_failure',
    amountMinor: -original.amount,
    currency: original.currency,
    rate: original.exchange_rate,
    source: refund.id,
    description: `REFUND FAILURE (${charge.description ?? charge.id})`,
  }).id;
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  emit(world, 'refund.updated', refund, previous);
  emit(world, 'refund.failed', refund, previous);
  emit(world, 'charge.updated', charge, { amount_refunded: charge.amount_refunded + refund.amount });
}

function refundable(world: World, charge: Charge, wanted: number | undefined): number {
  if (charge.status !== 'succeeded')
    throw invalidRequest(`This charge, ${charge.id}, has not been paid and cannot be refunded.`, 'charge');
  // An inquiry leaves the charge refundable; a dispute has taken the money already.
  if (world.state.disputes.by('charge', charge.id).some((dispute) => !dispute.is_charge_refundable))
    throw invalidRequest(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  const left = charge.amount - charge.amount_refunded;
  if (left === 0)
    throw invalidRequest(
      `Charge ${charge.id} has already been refunded.`,
      undefined,
      'charge_already_refunded',
    );
  if (wanted === undefined) return left;
  if (wanted < 1)
    throw invalidRequest(
      'This value must be greater than or equal to 1.',
      'amount',
      'parameter_invalid_integer',
    );
  if (wanted > left)
    throw invalidRequest(
      `Refund amount (${wanted}) is greater than unrefunded amount on charge (${left})`,
      'amount',
      'charge_exceeds_transaction_limit',
    );
  return wanted;
}
