import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp } from './support.ts';

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

async function seen() {
  await sandbox.drain();
  return hook.received.splice(0).map(({ event }) => event.type as string);
}
const lines = async (params: Stripe.BalanceTransactionListParams = {}) =>
  (await stripe.balanceTransactions.list({ limit: 100, ...params })).data;

/** A subscription whose first renewal was refused: its invoice is open, its subscription past due. */
async function pastDue() {
  const { subscription } = sandbox.pledge(recurring(700), { card: 'failsOnRenewal' });
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  await seen();
  const [invoice] = (await stripe.invoices.list({ subscription: subscription! })).data;
  expect(invoice).toMatchObject({ status: 'open', attempt_count: 1 });
  return { subscription: subscription!, invoice: invoice!.id };
}

test('Stripe’s own fee and a correction are lines without a source, and payouts take them along', async () => {
  sandbox.pledge(once(1000));
  const fee = sandbox.chargeAccountFee('eur', 120, 'Radar for Fraud Teams');
  const up = sandbox.adjustBalance('eur', 40);
  sandbox.adjustBalance('eur', -5);
  expect((await lines({ expand: ['data.source'] })).slice(0, 3)).toMatchObject([
    { type: 'adjustment', reporting_category: 'other_adjustment', net: -5, source: null },
    { id: up.id, type: 'adjustment', net: 40, fee: 0, source: null },
    {
      id: fee.id,
      type: 'stripe_fee',
      reporting_category: 'fee',
      amount: -120,
      fee: 0,
      net: -120,
      source: null,
      description: 'Radar for Fraud Teams',
    },
  ]);
  await sandbox.advance({ days: 3 });
  expect(sandbox.payOut()).toMatchObject([{ amount: 941 - 120 + 40 - 5 }]);
  expect(() => sandbox.chargeAccountFee('eur', -1)).toThrow('positive');
  expect(() => sandbox.adjustBalance('xyz', 1)).toThrow('Invalid currency');
});

test('an invoice that was paid elsewhere is paid without money', async () => {
  const { subscription, invoice } = await pastDue();
  const before = await lines();
  const paid = await stripe.invoices.pay(invoice, { paid_out_of_band: true, expand: ['payments'] });
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 700, amount_remaining: 0, attempt_count: 1 });
  expect(paid.payments!.data.map(({ status, payment }) => [status, payment.type])).toEqual([
    ['canceled', 'payment_intent'],
    ['paid', 'payment_record'],
  ]);
  expect(await lines()).toEqual(before);
  expect(await seen()).toEqual([
    'payment_intent.canceled',
    'invoice.updated',
    'invoice.paid',
    'invoice_payment.paid',
    'customer.subscription.updated',
  ]);
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'active' });
  await expect(stripe.invoices.pay(invoice)).rejects.toThrow('Invoice is already paid');
  await sandbox.advance({ days: 10 });
  expect(await lines()).toEqual(before);
});

test('an invoice is paid by hand with a card that works, and refused with one that does not', async () => {
  const { subscription, invoice } = await pastDue();
  await expect(stripe.invoices.pay(invoice)).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'generic_decline',
  });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'open', attempt_count: 1 });
  expect(await seen()).toEqual(['charge.failed', 'payment_intent.payment_failed', 'invoice.payment_failed']);
  sandbox.changeCard(subscription, 'good');
  expect(await stripe.invoices.pay(invoice)).toMatchObject({ status: 'paid', amount_paid: 700 });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'active' });
  expect(await lines({ type: 'charge' })).toHaveLength(2);
});

test('a draft that is paid by hand is finalized first, and its hour then passes without effect', async () => {
  const { subscription } = sandbox.pledge(recurring(700));
  await sandbox.advance(new Date('2026-02-28T10:00:00Z'));
  const [draft] = (await stripe.invoices.list({ subscription: subscription! })).data;
  expect(draft!.status).toBe('draft');
  expect(await stripe.invoices.pay(draft!.id)).toMatchObject({ status: 'paid' });
  await sandbox.advance({ hours: 2 });
  expect(await lines({ type: 'charge' })).toHaveLength(2);
});

test('an invoice that is voided or written off is not tried again; only the second can still be paid', async () => {
  const { invoice } = await pastDue();
  expect(await stripe.invoices.markUncollectible(invoice)).toMatchObject({ status: 'uncollectible' });
  expect(await seen()).toEqual(['invoice.marked_uncollectible']);
  await sandbox.advance({ days: 4 });
  expect(await seen()).toEqual([]);
  expect(await stripe.invoices.voidInvoice(invoice)).toMatchObject({
    status: 'void',
    status_transitions: { voided_at: Math.floor(sandbox.now().getTime() / 1000) },
  });
  expect(await seen()).toEqual(['payment_intent.canceled', 'invoice.voided']);
  await expect(stripe.invoices.pay(invoice)).rejects.toThrow('voided');
  await expect(stripe.invoices.voidInvoice(invoice)).rejects.toThrow('You can only pass in open invoices');
  const other = await pastDue2();
  await stripe.invoices.markUncollectible(other);
  expect(await stripe.invoices.pay(other, { paid_out_of_band: true })).toMatchObject({ status: 'paid' });
});

async function pastDue2() {
  const { subscription } = sandbox.pledge(recurring(900), { card: 'failsOnRenewal' });
  await sandbox.advance({ days: 32 });
  return (await stripe.invoices.list({ subscription: subscription!, status: 'open' })).data[0]!.id;
}

test('a second subscription is made over the API with the saved card and copied metadata', async () => {
  const first = sandbox.pledge(recurring(700));
  const running = await stripe.subscriptions.retrieve(first.subscription!);
  await seen();
  const second = await stripe.subscriptions.create({
    customer: first.customer!,
    items: [{ price: running.items.data[0]!.price.id }],
    metadata: running.metadata,
  });
  expect(second).toMatchObject({ status: 'active', metadata: running.metadata });
  expect(await seen()).toEqual([
    'invoice.created',
    'payment_intent.created',
    'invoice.finalized',
    'charge.succeeded',
    'payment_intent.succeeded',
    'customer.subscription.created',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ]);
  expect((await stripe.subscriptions.list({ customer: first.customer! })).data).toHaveLength(2);
  expect((await stripe.checkout.sessions.list({ subscription: second.id })).data).toEqual([]);
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  expect((await stripe.invoices.list({ customer: first.customer! })).data).toMatchObject(
    Array.from({ length: 4 }, () => ({ status: 'paid', amount_paid: 700 })),
  );
});

test('a subscription whose first payment is refused waits for a day, then it is gone', async () => {
  const first = sandbox.pledge(recurring(700), { card: 'failsOnRenewal' });
  const make = () =>
    stripe.subscriptions.create({
      customer: first.customer!,
      items: [{ price: sandbox.state.prices.all()[0]!.id }],
    });
  const [lost, saved] = [await make(), await make()];
  expect(lost).toMatchObject({ status: 'incomplete' });
  sandbox.changeCard(saved.id, 'good');
  await stripe.invoices.pay(saved.latest_invoice as string);
  expect(await stripe.subscriptions.retrieve(saved.id)).toMatchObject({ status: 'active' });
  await sandbox.advance({ hours: 23 });
  expect(await stripe.subscriptions.retrieve(lost.id)).toMatchObject({ status: 'incomplete_expired' });
  expect(await stripe.invoices.retrieve(lost.latest_invoice as string)).toMatchObject({ status: 'void' });
});

test.each([
  ['customer', { customer: undefined }],
  ['items', { items: [] }],
  ['trial_period_days', { trial_period_days: 7 }],
  ['default_payment_method', { default_payment_method: 'pm_none' }],
])('a subscription is refused for its %s', async (param, change) => {
  const { customer } = sandbox.pledge(recurring(700));
  const items = [{ price: sandbox.state.prices.all()[0]!.id }];
  await expect(
    stripe.subscriptions.create({ customer: customer!, items, ...change } as never),
  ).rejects.toMatchObject({ param });
});

test('another product sells once and every month; its money is on the balance, its metadata its own', async () => {
  const sale = sandbox.otherSale({ amountMinor: 1900, currency: 'eur' });
  expect(await seen()).toEqual(
    expect.arrayContaining(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']),
  );
  expect(await stripe.charges.retrieve(sale.charge)).toMatchObject({
    status: 'succeeded',
    metadata: { order: expect.any(String) as string },
  });
  expect(await lines({ source: sale.charge })).toMatchObject([{ amount: 1900 }]);
  expect((await stripe.checkout.sessions.list()).data).toEqual([]);
  const monthly = sandbox.otherSale({ amountMinor: 2900, currency: 'usd', recurring: 'month' });
  expect(await seen()).toContain('invoice.paid');
  await sandbox.advance({ days: 31 });
  expect((await stripe.invoices.list({ subscription: monthly.subscription! })).data).toMatchObject([
    { status: 'paid', amount_paid: 2900 },
    { status: 'paid' },
  ]);
  expect(sandbox.otherSale({ amountMinor: 500, currency: 'eur', card: 'declined' })).toMatchObject({
    subscription: null,
  });
  expect(sandbox.state.charges.all().at(-1)).toMatchObject({ status: 'failed' });
});
