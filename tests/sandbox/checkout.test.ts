import type { Stripe } from 'stripe';
import { afterEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp, start } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
afterEach(() => sandbox.close());

test('a paid one-off has everything real Stripe would put behind its session', async () => {
  ({ sandbox, stripe } = await setUp());
  const session = await stripe.checkout.sessions.create(once(1000));
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    livemode: false,
  });
  expect(sandbox.pay(session.id, { email: 'anna@example.org' })).toEqual({ result: 'paid' });

  const paid = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'],
  });
  expect(paid).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    amount_total: 1000,
    customer: null,
    customer_details: { email: 'anna@example.org' },
    client_reference_id: 'plg_1',
    url: null,
  });
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1000, metadata: { pledge: 'plg_1' } });
  const charge = intent.latest_charge as Stripe.Charge;
  expect(charge).toMatchObject({ paid: true, metadata: { pledge: 'plg_1' }, description: 'Support' });
  expect(charge.payment_method_details?.card).toMatchObject({ last4: '4242', country: 'US' });
  expect(charge.balance_transaction).toMatchObject({
    amount: 1000,
    fee: 59,
    net: 941,
    currency: 'eur',
    exchange_rate: null,
    status: 'pending',
    fee_details: [{ amount: 59, type: 'stripe_fee' }],
  });
  expect(paid.line_items?.data[0]).toMatchObject({
    amount_total: 1000,
    description: 'Support The Example Times',
  });
});

test('a paid monthly session has a customer, a subscription and a first invoice', async () => {
  ({ sandbox, stripe } = await setUp());
  const session = await stripe.checkout.sessions.create(recurring(700));
  sandbox.pay(session.id);
  const paid = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription', 'invoice.payments'],
  });
  expect(paid).toMatchObject({ payment_status: 'paid', payment_intent: null });
  expect(paid.customer).toMatch(/^cus_/);
  const subscription = paid.subscription as Stripe.Subscription;
  expect(subscription).toMatchObject({
    status: 'active',
    metadata: { pledge: 'plg_2' },
    cancel_at_period_end: false,
  });
  expect(subscription).not.toHaveProperty('current_period_end');
  expect(new Date(subscription.items.data[0]!.current_period_end * 1000).toISOString()).toBe(
    '2026-02-28T10:00:00.000Z',
  );
  const invoice = paid.invoice as Stripe.Invoice;
  expect(invoice).toMatchObject({
    status: 'paid',
    billing_reason: 'subscription_create',
    amount_paid: 700,
    parent: {
      type: 'subscription_details',
      subscription_details: { subscription: subscription.id, metadata: { pledge: 'plg_2' } },
    },
  });
  expect(invoice).not.toHaveProperty('subscription');
  const payment = invoice.payments?.data[0];
  expect(payment).toMatchObject({ status: 'paid', payment: { type: 'payment_intent' } });
  const found = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment!.payment.payment_intent as string },
  });
  expect(found.data.map(({ invoice }) => invoice)).toEqual([invoice.id]);
});

test('events come in the natural order, signed so that the SDK accepts them', async () => {
  const hook = await receiver();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
  const session = await stripe.checkout.sessions.create(once());
  sandbox.pay(session.id);
  await sandbox.drain();
  expect(hook.types()).toEqual([
    'product.created',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
  const { body, headers } = hook.received.at(-1)!;
  const event = await stripe.webhooks.constructEventAsync(
    body,
    headers['stripe-signature'] as string,
    secret,
    300,
    undefined,
    start.getTime(),
  );
  expect(event).toMatchObject({
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'checkout.session.completed',
    livemode: false,
    pending_webhooks: 1,
    data: { object: { id: session.id, payment_status: 'paid' } },
  });
  await hook.close();
});

test('a subscription announces its parts before the session is complete', async () => {
  const hook = await receiver();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
  const session = await stripe.checkout.sessions.create(recurring());
  sandbox.pay(session.id);
  await sandbox.drain();
  expect(hook.types().slice(1)).toEqual([
    'customer.created',
    'payment_intent.created',
    'payment_method.attached',
    'invoice.created',
    'invoice.finalized',
    'charge.succeeded',
    'payment_intent.succeeded',
    'customer.subscription.created',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
    'checkout.session.completed',
  ]);
  await hook.close();
});
