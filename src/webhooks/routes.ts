import type { Route } from '../http/route.ts';
import { refusedInLane } from './lane.ts';
import { receiveWebhook, type Receiver } from './receive.ts';

/** Stripe's doorbell: verify, record durably, answer, and only then look. */
export function webhookRoutes(ctx: Receiver): Route[] {
  return [
    {
      method: 'post',
      path: '/webhooks/stripe',
      access: { kind: 'stripe_signature' },
      body: 'raw',
      async handle(req, res) {
        await (refusedInLane(req) ?? receiveWebhook(ctx, req.body, req.get('Stripe-Signature')));
        res.status(200).json({ received: true });
      },
    },
  ];
}
