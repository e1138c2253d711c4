import type Stripe from 'stripe';
import { checkMetadata } from '../checkout/rules.ts';
import { emit } from '../events/event.ts';
import type { Handlers } from '../http/call.ts';
import { invalidRequest, missingParam, noSuch } from '../http/fault.ts';
import { pageOf } from '../http/list.ts';
import { refundCharge } from '../money/refunds.ts';
import type { Charge, Metadata } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { mergeMetadata } from './metadata.ts';

export const moneyHandlers: Handlers = {
  'GET /v1/payment_intents/{id}': ({ world, id }) => {
    const intent = world.state.paymentIntents.get(id);
    if (intent === undefined) throw noSuch('payment_intent', id, 'intent');
    return intent;
  },

  'GET /v1/payment_intents': ({ world, params }) => {
    const { customer } = params as Stripe.PaymentIntentListParams;
    const { paymentIntents } = world.state;
    const items = customer === undefined ? paymentIntents.all() : paymentIntents.by('customer', customer);
    return pageOf(items, params, {
      url: '/v1/payment_intents',
      sequenceOf: paymentIntents.sequenceOf,
      filters: ['customer'],
    });
  },

  'GET /v1/charges/{id}': ({ world, id }) => chargeOf(world, id),

  'POST /v1/charges/{id}': ({ world, id, params }) => {
    const charge = chargeOf(world, id);
    const change = params as Stripe.ChargeUpdateParams;
    checkMetadata(change.metadata, 'metadata');
    charge.metadata = mergeMetadata(charge.metadata, change.metadata);
    if (change.description !== undefined) charge.description = change.description;
    if (change.receipt_email !== undefined) charge.receipt_email = change.receipt_email;
    emit(world, 'charge.updated', charge, {});
    return charge;
  },

  'GET /v1/charges': ({ world, params }) => {
    const { customer, payment_intent } = params as Stripe.ChargeListParams;
    const { charges } = world.state;
    const items =
      payment_intent !== undefined
        ? charges.by('payment_intent', payment_intent)
        : customer !== undefined
          ? charges.by('customer', customer)
          : charges.all();
    return pageOf(items, params, {
      url: '/v1/charges',
      sequenceOf: charges.sequenceOf,
      filters: ['customer', 'payment_intent'],
      matches: (charge) => customer === undefined || charge.customer === customer,
    });
  },

  'POST /v1/refunds': ({ world, params }) => {
    const wanted = params as Stripe.RefundCreateParams;
    checkMetadata(wanted.metadata, 'metadata');
    const metadata = { ...(wanted.metadata as Metadata | undefined) };
    return refundCharge(world, chargeToRefund(world, wanted), {
      amountMinor: wanted.amount,
      reason: wanted.reason ?? null,
      metadata,
    });
  },

  'GET /v1/refunds/{id}': ({ world, id }) => refundOf(world, id),

  'POST /v1/refunds/{id}': ({ world, id, params }) => {
    const refund = refundOf(world, id);
    checkMetadata(params['metadata'], 'metadata');
    refund.metadata = mergeMetadata(refund.metadata ?? {}, params['metadata']);
    emit(world, 'refund.updated', refund, {});
    return refund;
  },

  'GET /v1/refunds': ({ world, params }) => {
    const { charge, payment_intent } = params as Stripe.RefundListParams;
    const { refunds } = world.state;
    const items =
      charge !== undefined
        ? refunds.by('charge', charge)
        : payment_intent !== undefined
          ? refunds.by('payment_intent', payment_intent)
          : refunds.all();
    return pageOf(items, params, {
      url: '/v1/refunds',
      sequenceOf: refunds.sequenceOf,
      filters: ['charge', 'payment_intent'],
      matches: (refund) => payment_intent === undefined || refund.payment_intent === payment_intent,
    });
  },
};

function chargeToRefund(world: World, wanted: Stripe.RefundCreateParams): Charge {
  if (wanted.charge !== undefined) return chargeOf(world, wanted.charge, 'charge');
  if (wanted.payment_intent === undefined) throw missingParam('payment_intent');
  const intent = world.state.paymentIntents.get(wanted.payment_intent);
  if (intent === undefined) throw noSuch('payment_intent', wanted.payment_intent, 'payment_intent');
  if (intent.latest_charge === null || intent.status !== 'succeeded')
    throw invalidRequest('This PaymentIntent does not have a successful charge to refund.', 'payment_intent');
  return chargeOf(world, intent.latest_charge);
}

function chargeOf(world: World, id: string, param = 'charge'): Charge {
  const charge = world.state.charges.get(id);
  if (charge === undefined) throw noSuch('charge', id, param);
  return charge;
}

function refundOf(world: World, id: string) {
  const refund = world.state.refunds.get(id);
  if (refund === undefined) throw noSuch('refund', id, 'refund');
  return refund;
}
