import type Stripe from 'stripe';
import type { Handlers } from '../http/call.ts';
import { noSuch } from '../http/fault.ts';
import { pageOf } from '../http/list.ts';

export const earlyFraudWarningHandlers: Handlers = {
  'GET /v1/radar/early_fraud_warnings/{id}': ({ world, id }) => {
    const warning = world.state.earlyFraudWarnings.get(id);
    if (warning === undefined) throw noSuch('early_fraud_warning', id, 'early_fraud_warning');
    return warning;
  },

  'GET /v1/radar/early_fraud_warnings': ({ world, params }) => {
    const { charge, payment_intent } = params as Stripe.Radar.EarlyFraudWarningListParams;
    const { earlyFraudWarnings } = world.state;
    const items = charge === undefined ? earlyFraudWarnings.all() : earlyFraudWarnings.by('charge', charge);
    return pageOf(items, params, {
      url: '/v1/radar/early_fraud_warnings',
      sequenceOf: earlyFraudWarnings.sequenceOf,
      filters: ['charge', 'payment_intent'],
      matches: (warning) => payment_intent === undefined || warning.payment_intent === payment_intent,
    });
  },
};
