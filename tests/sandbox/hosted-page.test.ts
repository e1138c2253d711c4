import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
beforeEach(async () => {
  hook = await receiver();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret }, bankDebitSeconds: 3 * 86_400 }));
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

const press = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const thanks = (id: string) => `http://127.0.0.1:9/thanks?session=${id}`;
const open = async (params: Stripe.Checkout.SessionCreateParams = once()) => {
  const session = await stripe.checkout.sessions.create(params);
  return { id: session.id, url: session.url! };
};
const statusOf = (id: string) => stripe.checkout.sessions.retrieve(id);

test('the page shows what is paid and runs no script', async () => {
  const { url } = await open(once(1050, 'usd'));
  const answer = await fetch(url);
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(text).not.toContain('<script');
  expect(text).toContain('$10.50');
  expect(text).toContain('one time');
  expect(text).toContain('Support The Example Times');
  expect(text).toContain('No money moves');
  expect(text).toContain('value="reader@example.org"');
  expect(text).toContain('href="http://127.0.0.1:9/article"');
});

test('a Russian session has a Russian page', async () => {
  const { url } = await open(once(50_000, 'eur', { locale: 'ru' }));
  const text = await (await fetch(url)).text();
  expect(text).toContain('<html lang="ru">');
  expect(text).toContain('Песочница');
  expect(text).toContain('500,00');
  expect(text).toContain('один раз');
});

test('a monthly session names its rhythm', async () => {
  const { url } = await open(recurring());
  expect(await (await fetch(url)).text()).toContain('every month');
});

test('what comes from outside is escaped', async () => {
  await stripe.products.create({ id: 'prod_evil', name: '<script>alert(1)</script>' });
  const price_data = { currency: 'eur', unit_amount: 500, product: 'prod_evil' };
  const { url } = await open(once(500, 'eur', { line_items: [{ quantity: 1, price_data }] }));
  expect(await (await fetch(url)).text()).not.toContain('<script>');
});

test('the button pays, tells the shop, and leads back', async () => {
  const { id, url } = await open();
  const answer = await press(url, { card: 'good', email: 'anna@example.org' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(thanks(id));
  expect(hook.types()).toContain('checkout.session.completed');
  expect(await statusOf(id)).toMatchObject({
    payment_status: 'paid',
    customer_details: { email: 'anna@example.org' },
  });
});

test('a second press of the button is harmless', async () => {
  const { id, url } = await open();
  const answers = await Promise.all([
    press(url, { card: 'good' }),
    press(url, { card: 'good' }),
    press(url, { card: 'declined' }),
  ]);
  expect(answers.map((answer) => answer.headers.get('location'))).toEqual([
    thanks(id),
    thanks(id),
    thanks(id),
  ]);
  expect(sandbox.state.charges.size()).toBe(1);
});

test('a declined card stays on the page and another card can still pay', async () => {
  const { id, url } = await open();
  const answer = await press(url, { card: 'declined' });
  expect(answer.headers.get('location')).toBe(`/c/pay/${id}?problem=declined`);
  expect(await (await fetch(`${url}?problem=declined`)).text()).toContain('insufficient funds');
  const { payment_intent } = await statusOf(id);
  const intent = await stripe.paymentIntents.retrieve(payment_intent as string);
  expect(intent).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
  });
  await press(url, { card: 'good' });
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'succeeded',
    last_payment_error: null,
  });
  await sandbox.drain();
  expect(hook.types().slice(1)).toEqual([
    'payment_intent.created',
    'charge.failed',
    'payment_intent.payment_failed',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
});

test('3-D Secure asks first, and approval pays', async () => {
  const { id, url } = await open(recurring());
  expect((await press(url, { card: 'threeDSecure' })).headers.get('location')).toBe(`/c/pay/${id}/challenge`);
  expect(sandbox.state.paymentIntents.all()[0]).toMatchObject({ status: 'requires_action' });
  expect(await (await fetch(`${url}/challenge`)).text()).toContain('Approve');
  const answer = await press(`${url}/challenge`, { answer: 'approve' });
  expect(answer.headers.get('location')).toBe(thanks(id));
  expect(await statusOf(id)).toMatchObject({ status: 'complete', payment_status: 'paid' });
  expect(sandbox.state.customers.size()).toBe(1);
});

test('3-D Secure refused leads back to the page', async () => {
  const { id, url } = await open();
  await press(url, { card: 'threeDSecure' });
  const answer = await press(`${url}/challenge`, { answer: 'fail' });
  expect(answer.headers.get('location')).toBe(`/c/pay/${id}?problem=authentication`);
  expect(sandbox.state.paymentIntents.all()[0]).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'payment_intent_authentication_failure' },
  });
});

test('a bank debit is pending first and settles days later', async () => {
  const { id, url } = await open();
  expect((await press(url, { card: 'bankDebit' })).headers.get('location')).toBe(thanks(id));
  expect(await statusOf(id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
  expect(sandbox.state.balanceTransactions.size()).toBe(0);
  await sandbox.advance({ days: 3 });
  await sandbox.drain();
  expect(await statusOf(id)).toMatchObject({ payment_status: 'paid' });
  expect(sandbox.state.balanceTransactions.all()).toMatchObject([
    { type: 'payment', reporting_category: 'charge' },
  ]);
  expect(hook.types().slice(1)).toEqual([
    'payment_intent.created',
    'charge.pending',
    'payment_intent.processing',
    'checkout.session.completed',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.async_payment_succeeded',
  ]);
});

test('a bank debit may fail days later', async () => {
  const { id, url } = await open();
  await press(url, { card: 'bankDebitFails' });
  await sandbox.advance({ days: 3 });
  await sandbox.drain();
  expect(await statusOf(id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
  expect(hook.types().slice(-3)).toEqual([
    'charge.failed',
    'payment_intent.payment_failed',
    'checkout.session.async_payment_failed',
  ]);
});

test('finished, expired and unknown pages say so', async () => {
  const paid = await open();
  sandbox.pay(paid.id);
  expect(await (await fetch(paid.url)).text()).toContain('This payment is complete');
  const expired = await open();
  await stripe.checkout.sessions.expire(expired.id);
  const answer = await fetch(expired.url);
  expect(answer.status).toBe(410);
  expect(await answer.text()).toContain('This page has expired');
  expect((await press(expired.url, { card: 'good' })).status).toBe(410);
  expect((await fetch(`${sandbox.url}/c/pay/cs_test_none`)).status).toBe(404);
});

test('another site may not press the buttons', async () => {
  const { url } = await open();
  const answer = await fetch(url, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
  expect(answer.status).toBe(403);
});
