import type Stripe from 'stripe';
import { emit } from '../events/event.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { bankTypeFor } from '../money/payment-methods.ts';
import type { Metadata, Session } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { makeLineItems } from './line-items.ts';
import { checkMinimum, checkSessionParams } from './rules.ts';

type Params = Stripe.Checkout.SessionCreateParams;
const longestSeconds = 24 * 3600;

/** Opens a checkout session, which expires by itself unless somebody pays. */
export function createSession(world: World, params: Params): Session {
  const now = world.clock.now();
  checkSessionParams(params, now);
  if (params.customer !== undefined && !world.state.customers.has(params.customer))
    throw noSuch('customer', params.customer, 'customer');
  const lineItems = makeLineItems(world, params.line_items ?? [], params.mode ?? 'payment');
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  checkMinimum(total, lineItems[0]!.currency);
  const session = newSession(world, params, { total, currency: lineItems[0]!.currency });
  world.state.sessions.add(session);
  world.state.sessionNotes.set(session.id, {
    lineItems,
    paymentIntentData: (params.payment_intent_data ?? {}) as object,
    subscriptionData: (params.subscription_data ?? {}) as object,
  });
  world.clock.at(session.expires_at, () => {
    if (session.status === 'open') expireSession(world, session);
  });
  return session;
}

/** Closes an open session; nobody can pay it any more. */
export function expireSession(world: World, session: Session): Session {
  if (session.status !== 'open')
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    );
  session.status = 'expired';
  session.url = null;
  emit(world, 'checkout.session.expired', session);
  return session;
}

/** The session of an id, or Stripe's 404. */
export function sessionOf(world: World, id: string): Session {
  const session = world.state.sessions.get(id);
  if (session === undefined) throw noSuch('checkout.session', id, 'session');
  return session;
}

function newSession(
  world: World,
  params: Params,
  { total, currency }: { total: number; currency: string },
): Session {
  const id = world.random.id('cs_test');
  const now = world.clock.now();
  const isPayment = params.mode === 'payment';
  const customer = params.customer ?? null;
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? true },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: consentFrom(params),
    created: now,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: customTextFrom(params),
    customer,
    customer_account: null,
    customer_creation: isPayment
      ? (params.customer_creation ?? (customer === null ? 'if_required' : null))
      : 'always',
    customer_details: params.customer_email === undefined ? null : detailsFor(params.customer_email, null),
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: params.expires_at ?? now + longestSeconds,
    integration_identifier: params.integration_identifier ?? null,
    invoice: null,
    invoice_creation: isPayment ? noInvoice : null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: { enabled: false },
    metadata: { ...(params.metadata as Metadata | undefined) },
    mode: params.mode ?? 'payment',
    origin_context: params.origin_context ?? null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: isPayment ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', bankTypeFor(currency)],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${world.url}/c/pay/${id}`,
    wallet_options: null,
  };
}

/** What the page collected about the reader. */
export function detailsFor(
  email: string | null,
  name: string | null,
): NonNullable<Session['customer_details']> {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: null,
  };
}

function consentFrom(params: Params): Session['consent_collection'] {
  const given = params.consent_collection;
  if (given === undefined) return null;
  return {
    payment_method_reuse_agreement: null,
    promotions: given.promotions ?? null,
    terms_of_service: given.terms_of_service ?? null,
  };
}

function customTextFrom(params: Params): Session['custom_text'] {
  const message = (text: unknown) =>
    typeof text === 'object' && text !== null ? (text as { message: string }) : null;
  const given = params.custom_text;
  return {
    after_submit: message(given?.after_submit),
    shipping_address: message(given?.shipping_address),
    submit: message(given?.submit),
    terms_of_service_acceptance: message(given?.terms_of_service_acceptance),
  };
}

const noInvoice: Session['invoice_creation'] = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
};
