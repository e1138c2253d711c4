import type Stripe from 'stripe';
import type { Pledge } from '../pledges/pledge.ts';

/** The one metadata key, set on the session and on what pays behind it: neither copies to the other. */
export const PLEDGE_KEY = 'pledge_id';

/** Languages of Stripe's page among those our editions may have; others get the browser's choice. */
const STRIPE_LOCALES = new Set(
  'bg cs da de el en es et fi fr hr hu id it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv th tr vi zh'.split(
    ' ',
  ),
);

/**
 * The parameters of a hosted Checkout session (decision 7): the least data Stripe allows, no payment
 * method list (the dashboard decides), the pledge id and nothing else as metadata. Two calls for one
 * pledge make equal parameters, which Stripe's idempotency compares.
 */
export function checkoutSessionParams(
  pledge: Pledge,
  to: { productId: string; successUrl: string; cancelUrl: string; expiresAt: Date },
): Stripe.Checkout.SessionCreateParams {
  const metadata = { [PLEDGE_KEY]: pledge.pledgeId };
  const recurring =
    pledge.frequency === 'once'
      ? null
      : { interval: pledge.frequency === 'monthly' ? ('month' as const) : ('year' as const) };
  const lang = pledge.lang.split('-')[0] ?? 'en';
  return {
    mode: recurring === null ? 'payment' : 'subscription',
    ui_mode: 'hosted_page',
    submit_type: 'donate',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: pledge.currency.toLowerCase(),
          unit_amount: pledge.amountMinor,
          product: to.productId,
          ...(recurring === null ? {} : { recurring }),
        },
      },
    ],
    // A pledge of 5 GBP stays 5 GBP, whatever the reader's bank uses.
    adaptive_pricing: { enabled: false },
    // Link keeps a payer's address for other shops: more of a trace than a gift needs.
    wallet_options: { link: { display: 'never' } },
    locale: STRIPE_LOCALES.has(lang) ? lang : 'auto',
    client_reference_id: pledge.pledgeId,
    metadata,
    ...(recurring === null ? { payment_intent_data: { metadata } } : { subscription_data: { metadata } }),
    success_url: to.successUrl,
    cancel_url: to.cancelUrl,
    expires_at: Math.floor(to.expiresAt.getTime() / 1000),
  };
}
