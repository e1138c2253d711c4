import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { receiver, recurring, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
beforeEach(async () => {
  hook = await receiver();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

async function subscribe(interval: 'month' | 'year' = 'month', card = 'good') {
  const session = await stripe.checkout.sessions.create(recurring(700, interval));
  sandbox.pay(session.id, { card });
  const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
  await sandbox.drain();
  hook.received.length = 0;
  return subscription as string;
}

const invoicesOf = async (subscription: string) =>
  (await stripe.invoices.list({ subscription, limit: 100 })).data;
const iso = (seconds: number | null | undefined) => new Date((seconds ?? 0) * 1000).toISOString();

test('a month later the renewal is drafted, finalized an hour on, and paid', async () => {
  const id = await subscribe();
  await sandbox.advance(new Date('2026-02-28T10:00:00Z'));
  expect(await invoicesOf(id)).toMatchObject([
    { status: 'draft', billing_reason: 'subscription_cycle', auto_advance: true },
    { status: 'paid' },
  ]);
  await sandbox.advance({ hours: 1 });
  await sandbox.drain();
  expect(hook.types()).toEqual([
    'invoice.created',
    'customer.subscription.updated',
    'payment_intent.created',
    'invoice.finalized',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ]);
  const [renewal, first] = await invoicesOf(id);
  expect(renewal).toMatchObject({
    status: 'paid',
    amount_paid: 700,
    attempt_count: 1,
    parent: { subscription_details: { subscription: id, metadata: { pledge: 'plg_2' } } },
  });
  expect(renewal!.number).not.toBe(first!.number);
  expect(iso(renewal!.lines.data[0]!.period.start)).toBe('2026-02-28T10:00:00.000Z');
  expect(renewal!.period_end).toBe(renewal!.lines.data[0]!.period.start);
});

test('a pledge made on the 31st pays on the last day of short months', async () => {
  const id = await subscribe();
  const ends: string[] = [];
  for (let i = 0; i < 5; i++) {
    await sandbox.advance({ days: 31 });
    const { items } = await stripe.subscriptions.retrieve(id);
    ends.push(iso(items.data[0]!.current_period_end).slice(0, 10));
  }
  expect(ends).toEqual(['2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31']);
});

test('a yearly pledge renews after a year', async () => {
  const id = await subscribe('year');
  await sandbox.advance(new Date('2027-01-31T11:00:00Z'));
  expect(await invoicesOf(id)).toHaveLength(2);
});

test('a card that fails is tried again, and in the end the subscription is canceled', async () => {
  const id = await subscribe('month', 'failsOnRenewal');
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' });
  const [open] = await invoicesOf(id);
  expect(open).toMatchObject({ status: 'open', attempt_count: 1, amount_remaining: 700 });
  expect(iso(open!.next_payment_attempt)).toBe('2026-03-03T11:00:00.000Z');
  await sandbox.advance({ days: 20 });
  await sandbox.drain();
  expect(hook.types().filter((type) => type === 'invoice.payment_failed')).toHaveLength(4);
  expect(hook.types().at(-1)).toBe('customer.subscription.deleted');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    cancellation_details: { reason: 'payment_failed' },
  });
  expect((await invoicesOf(id))[0]).toMatchObject({
    status: 'open',
    next_payment_attempt: null,
    attempt_count: 4,
  });
});

test('a new card saves a pledge that is past due', async () => {
  const id = await subscribe('month', 'failsOnRenewal');
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  sandbox.changeCard(id, 'good');
  await sandbox.advance({ days: 3 });
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' });
  expect((await invoicesOf(id))[0]).toMatchObject({ status: 'paid', attempt_count: 2 });
});

test('cancel_at_period_end ends the subscription instead of renewing it, and can be taken back', async () => {
  const id = await subscribe();
  const ending = await stripe.subscriptions.update(id, {
    cancel_at_period_end: true,
    cancellation_details: { feedback: 'too_expensive' },
  });
  expect(ending).toMatchObject({
    status: 'active',
    cancel_at_period_end: true,
    cancellation_details: { reason: 'cancellation_requested', feedback: 'too_expensive' },
  });
  expect(ending.cancel_at).toBe(ending.items.data[0]!.current_period_end);
  await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  expect(await stripe.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
    cancel_at_period_end: true,
  });
  await sandbox.advance({ days: 31 });
  await sandbox.drain();
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
  expect(await invoicesOf(id)).toHaveLength(1);
  expect(hook.types().at(-1)).toBe('customer.subscription.deleted');
  expect(hook.received[0]!.event.data.previous_attributes).toMatchObject({
    cancel_at_period_end: false,
    cancel_at: null,
  });
});

test('canceling ends it at once and keeps what the reader said', async () => {
  const id = await subscribe();
  const ended = await stripe.subscriptions.cancel(id, {
    cancellation_details: { comment: 'Moved away', feedback: 'other' },
  });
  expect(ended).toMatchObject({
    status: 'canceled',
    cancellation_details: { comment: 'Moved away', feedback: 'other', reason: 'cancellation_requested' },
  });
  await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({ code: 'resource_missing' });
  await sandbox.advance({ days: 60 });
  expect(await invoicesOf(id)).toHaveLength(1);
  expect((await stripe.subscriptions.list()).data).toEqual([]);
  expect((await stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
});

test('a paused subscription draws no money until it resumes', async () => {
  const id = await subscribe();
  await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } });
  await sandbox.advance(new Date('2026-02-28T12:00:00Z'));
  expect((await invoicesOf(id))[0]).toMatchObject({ status: 'void', amount_paid: 0 });
  expect(await stripe.subscriptions.update(id, { pause_collection: '' as never })).toMatchObject({
    pause_collection: null,
  });
  await sandbox.advance(new Date('2026-03-31T12:00:00Z'));
  expect((await invoicesOf(id))[0]).toMatchObject({ status: 'paid' });
});

test('a new amount counts from the next period', async () => {
  const id = await subscribe();
  const { items } = await stripe.subscriptions.retrieve(id);
  await stripe.subscriptions.update(id, {
    proration_behavior: 'none',
    items: [
      {
        id: items.data[0]!.id,
        price_data: {
          currency: 'eur',
          unit_amount: 1500,
          product: 'prod_support',
          recurring: { interval: 'month' },
        },
      },
    ],
  });
  await sandbox.advance({ days: 31 });
  expect((await invoicesOf(id)).map(({ amount_paid }) => amount_paid)).toEqual([1500, 700]);
});

test('metadata is merged, and a key set to nothing is removed', async () => {
  const id = await subscribe();
  await stripe.subscriptions.update(id, { metadata: { note: 'x' } });
  expect(await stripe.subscriptions.update(id, { metadata: { pledge: '' } })).toMatchObject({
    metadata: { note: 'x' },
  });
  expect((await stripe.subscriptions.retrieve(id)).metadata).toEqual({ note: 'x' });
});

test('a subscription by bank debit is active while its first invoice is unpaid', async () => {
  const id = await subscribe('month', 'bankDebit');
  expect(await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
    status: 'active',
    latest_invoice: { status: 'open' },
  });
  await sandbox.advance({ days: 3 });
  await sandbox.drain();
  expect(hook.types().slice(-1)).toEqual(['checkout.session.async_payment_succeeded']);
  expect((await invoicesOf(id))[0]).toMatchObject({ status: 'paid' });
});

test('the payments of an invoice lead to the charge and its fee', async () => {
  const id = await subscribe();
  const [invoice] = await invoicesOf(id);
  const { data } = await stripe.invoicePayments.list({
    invoice: invoice!.id,
    expand: ['data.payment.payment_intent'],
  });
  const intent = data[0]!.payment.payment_intent as Stripe.PaymentIntent;
  const charge = await stripe.charges.retrieve(intent.latest_charge as string, {
    expand: ['balance_transaction'],
  });
  expect(charge.balance_transaction).toMatchObject({ amount: 700, fee: 50, net: 650 });
  expect(charge).not.toHaveProperty('invoice');
});
