import type Stripe from 'stripe';
import { checkMetadata } from '../checkout/rules.ts';
import type { Handlers } from '../http/call.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { pageOf } from '../http/list.ts';
import { isClosed, isInquiry } from '../money/dispute-object.ts';
import { closeDispute, emitDispute, submitEvidence } from '../money/disputes.ts';
import type { Dispute } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { mergeMetadata } from './metadata.ts';

export const disputeHandlers: Handlers = {
  'GET /v1/disputes/{id}': ({ world, id }) => disputeOf(world, id),

  'POST /v1/disputes/{id}': ({ world, id, params }) => {
    const dispute = disputeOf(world, id);
    const change = params as Stripe.DisputeUpdateParams;
    checkMetadata(change.metadata, 'metadata');
    if (isClosed(dispute) && change.evidence !== undefined)
      throw invalidRequest('This dispute is already closed; its evidence cannot change.', 'evidence');
    dispute.metadata = mergeMetadata(dispute.metadata, change.metadata);
    if (change.evidence !== undefined) {
      Object.assign(dispute.evidence, change.evidence);
      dispute.evidence_details.has_evidence = true;
    }
    // Stripe sends evidence to the bank at once unless it is told to wait.
    if (change.evidence !== undefined && change.submit !== false) submitEvidence(world, dispute);
    else emitDispute(world, 'charge.dispute.updated', dispute, {});
    return dispute;
  },

  'POST /v1/disputes/{id}/close': ({ world, id }) => {
    const dispute = disputeOf(world, id);
    closeDispute(world, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
    return dispute;
  },

  'GET /v1/disputes': ({ world, params }) => {
    const { charge, payment_intent } = params as Stripe.DisputeListParams;
    const { disputes } = world.state;
    const items =
      charge !== undefined
        ? disputes.by('charge', charge)
        : payment_intent !== undefined
          ? disputes.by('payment_intent', payment_intent)
          : disputes.all();
    return pageOf(items, params, {
      url: '/v1/disputes',
      sequenceOf: disputes.sequenceOf,
      filters: ['charge', 'payment_intent'],
      matches: (dispute) => payment_intent === undefined || dispute.payment_intent === payment_intent,
    });
  },
};

function disputeOf(world: World, id: string): Dispute {
  const dispute = world.state.disputes.get(id);
  if (dispute === undefined) throw noSuch('dispute', id, 'dispute');
  return dispute;
}
