import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { receiver, recurring, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
let customer: string;
let subscription: string;
beforeEach(async () => {
  hook = await receiver();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
  const pledged = sandbox.pledge(recurring(700));
  customer = pledged.customer!;
  subscription = pledged.subscription!;
  await seen();
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

const return_url = 'http://127.0.0.1:9/article';
const open = (params: Stripe.BillingPortal.SessionCreateParams = {}) =>
  stripe.billingPortal.sessions.create({ customer, return_url, ...params });
const press = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ subscription, ...fields }), redirect: 'manual' });
const textOf = async (url: string) => (await fetch(url)).text();
async function seen() {
  await sandbox.drain();
  return hook.received.splice(0).map(({ event }) => event.type as string);
}

test('the portal shows what runs and what was paid, runs no script, and leads back', async () => {
  const session = await open();
  expect(session).toMatchObject({ object: 'billing_portal.session', customer, return_url, flow: null });
  const answer = await fetch(session.url);
  const text = await answer.text();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(text).not.toContain('<script');
  for (const words of [
    '€7.00 every month',
    'Next payment on 28 February 2026',
    '•••• 4242',
    'Payment history',
  ])
    expect(text).toContain(words);
  expect(text).toContain(`href="${return_url}"`);
  expect(await textOf((await open({ locale: 'ru' })).url)).toContain('7,00');
});

test('a reader ends the subscription with its period, keeps it after all, or ends it now', async () => {
  const { url } = await open();
  expect((await press(url, { do: 'cancel' })).headers.get('location')).toBe(new URL(url).pathname);
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({
    status: 'active',
    cancel_at_period_end: true,
    cancellation_details: { reason: 'cancellation_requested' },
  });
  await press(url, { do: 'cancel' });
  expect(await seen()).toEqual(['customer.subscription.updated']);
  expect(await textOf(url)).toContain('Ends on 28 February 2026');
  await press(url, { do: 'keep' });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ cancel_at_period_end: false });
  await press(url, { do: 'cancel-now' });
  await press(url, { do: 'cancel-now' });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'canceled' });
  expect(await seen()).toEqual(['customer.subscription.updated', 'customer.subscription.deleted']);
  expect(await textOf(url)).toContain('Ended');
});

test('a reader changes the card, and the next renewal is tried with it', async () => {
  const { url } = await open();
  await press(url, { card: 'failsOnRenewal' });
  expect(await seen()).toEqual(['payment_method.attached', 'customer.subscription.updated']);
  expect(await textOf(url)).toContain('•••• 0341');
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({ status: 'past_due' });
  await press(url, { card: 'nonsense' });
  expect(await textOf((await open()).url)).toContain('The last payment did not go through');
});

test('an errand shows its own buttons alone and may lead elsewhere afterwards', async () => {
  const { url } = await open({
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription },
      after_completion: { type: 'redirect', redirect: { return_url: 'http://127.0.0.1:9/bye' } },
    },
  });
  const text = await textOf(url);
  expect(text).toContain('Cancel now');
  expect(text).not.toContain('Change the card');
  expect((await press(url, { do: 'cancel' })).headers.get('location')).toBe('http://127.0.0.1:9/bye');
  const cards = await textOf((await open({ flow_data: { type: 'payment_method_update' } })).url);
  expect(cards).toContain('Change the card');
  expect(cards).not.toContain('Cancel now');
});

test('a link opens its own customer’s portal, for an hour', async () => {
  const other = sandbox.pledge(recurring(900));
  const { url } = await open();
  await press(url, { subscription: other.subscription!, do: 'cancel-now' });
  for (const id of [subscription, other.subscription!])
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' });
  await sandbox.advance({ hours: 1 });
  const late = await fetch(url);
  expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('expired')]);
  expect((await press(url, { do: 'cancel-now' })).status).toBe(410);
  expect((await fetch(`${sandbox.url}/p/session/nonsense`)).status).toBe(404);
});

test.each([
  ['customer', { customer: 'cus_none' }],
  ['return_url', { return_url: 'javascript:alert(1)' }],
  ['configuration', { configuration: 'bpc_1' }],
  ['flow_data[type]', { flow_data: { type: 'subscription_update' } }],
  ['flow_data[subscription_cancel]', { flow_data: { type: 'subscription_cancel' } }],
  [
    'flow_data[subscription_cancel][subscription]',
    { flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: 'sub_none' } } },
  ],
])('the portal is refused for its %s', async (param, change) => {
  await expect(open(change as never)).rejects.toMatchObject({ param });
});
