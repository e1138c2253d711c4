import type Stripe from 'stripe';
import { createSession, expireSession, sessionOf } from '../checkout/sessions.ts';
import type { Handlers } from '../http/call.ts';
import { pageOf } from '../http/list.ts';

export const checkoutHandlers: Handlers = {
  'POST /v1/checkout/sessions': ({ world, params }) => createSession(world, params),

  'GET /v1/checkout/sessions/{id}': ({ world, id }) => sessionOf(world, id),

  'POST /v1/checkout/sessions/{id}/expire': ({ world, id }) => expireSession(world, sessionOf(world, id)),

  'GET /v1/checkout/sessions': ({ world, params }) => {
    const wanted = params as Stripe.Checkout.SessionListParams;
    const { sessions, sessionOf: sessionFor } = world.state;
    const found =
      wanted.payment_intent === undefined && wanted.subscription === undefined
        ? sessions.all()
        : [sessions.get(sessionFor.get(wanted.payment_intent ?? wanted.subscription ?? '') ?? '')].flatMap(
            (session) => (session === undefined ? [] : [session]),
          );
    return pageOf(found, wanted, {
      url: '/v1/checkout/sessions',
      sequenceOf: sessions.sequenceOf,
      filters: ['payment_intent', 'subscription', 'customer', 'status', 'customer_details'],
      matches: (session) =>
        (wanted.payment_intent === undefined || session.payment_intent === wanted.payment_intent) &&
        (wanted.subscription === undefined || session.subscription === wanted.subscription) &&
        (wanted.customer === undefined || session.customer === wanted.customer) &&
        (wanted.status === undefined || session.status === wanted.status) &&
        (wanted.customer_details?.email === undefined ||
          session.customer_details?.email === wanted.customer_details.email),
    });
  },

  'GET /v1/checkout/sessions/{id}/line_items': ({ world, id, params }) => {
    const session = sessionOf(world, id);
    const lines = (world.state.sessionNotes.get(session.id)?.lineItems ?? []).toReversed();
    return pageOf(lines, params, {
      url: `/v1/checkout/sessions/${session.id}/line_items`,
      sequenceOf: (line) => lines.findIndex((item) => item.id === line),
    });
  },
};
