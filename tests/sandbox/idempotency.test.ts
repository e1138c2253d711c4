import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
beforeEach(async () => {
  ({ sandbox, stripe } = await setUp());
});
afterEach(() => sandbox.close());

const key = { idempotencyKey: 'attempt-1' };

test('the same key and parameters give the same session, and say that it is a replay', async () => {
  const first = await stripe.checkout.sessions.create(once(), key);
  const second = await stripe.checkout.sessions.create(once(), key);
  expect(second.id).toBe(first.id);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(second.lastResponse.requestId).toBe(first.lastResponse.requestId);
  expect(sandbox.state.sessions.size()).toBe(1);
});

test('a replay gives the same bytes although the object has changed since', async () => {
  const first = await stripe.checkout.sessions.create(once(), key);
  sandbox.pay(first.id);
  expect(await stripe.checkout.sessions.create(once(), key)).toMatchObject({ status: 'open' });
});

test('the same key with other parameters is refused', async () => {
  await stripe.checkout.sessions.create(once(500), key);
  await expect(stripe.checkout.sessions.create(once(600), key)).rejects.toMatchObject({
    type: 'StripeIdempotencyError',
    statusCode: 400,
    rawType: 'idempotency_error',
    message: expect.stringContaining(
      'Keys for idempotent requests can only be used with the same parameters',
    ) as string,
  });
});

test('the same key at another endpoint is refused', async () => {
  await stripe.checkout.sessions.create(once(), key);
  await expect(stripe.customers.create({}, key)).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
});

test('parameters that did not pass leave the key free', async () => {
  await expect(stripe.checkout.sessions.create(once(1), key)).rejects.toMatchObject({
    code: 'amount_too_small',
  });
  await expect(stripe.checkout.sessions.create(once(500), key)).resolves.toMatchObject({ status: 'open' });
});

test('a failure of the server is kept and replayed too', async () => {
  sandbox.chaos.api.push({ fault: 'status', status: 500, method: 'POST', path: '/v1/checkout' });
  await expect(stripe.checkout.sessions.create(once(), key)).rejects.toMatchObject({
    type: 'StripeAPIError',
    statusCode: 500,
  });
  await expect(stripe.checkout.sessions.create(once(), key)).rejects.toMatchObject({
    type: 'StripeAPIError',
    statusCode: 500,
  });
  await expect(
    stripe.checkout.sessions.create(once(), { idempotencyKey: 'attempt-2' }),
  ).resolves.toMatchObject({ status: 'open' });
});

test('a rate limit is not kept', async () => {
  sandbox.chaos.api.push({ fault: 'status', status: 429 });
  await expect(stripe.checkout.sessions.create(once(), key)).rejects.toMatchObject({
    type: 'StripeRateLimitError',
  });
  await expect(stripe.checkout.sessions.create(once(), key)).resolves.toMatchObject({ status: 'open' });
});

test('an answer that was lost on the way is found again by its key', async () => {
  sandbox.chaos.api.push({ fault: 'reset', method: 'POST', executed: true, times: 2 });
  await expect(stripe.checkout.sessions.create(once(), key)).rejects.toMatchObject({
    type: 'StripeConnectionError',
  });
  expect(sandbox.state.sessions.size()).toBe(1);
  sandbox.chaos.clear();
  await stripe.checkout.sessions.create(once(), key);
  expect(sandbox.state.sessions.size()).toBe(1);
});

test('a call that takes effect and answers 500 is found again as well', async () => {
  sandbox.chaos.api.push({ fault: 'status', status: 500, executed: true });
  await expect(stripe.checkout.sessions.create(once(), key)).rejects.toMatchObject({ statusCode: 500 });
  await expect(stripe.checkout.sessions.create(once(), key)).resolves.toMatchObject({ status: 'open' });
  expect(sandbox.state.sessions.size()).toBe(1);
});

test('ten calls at once with one key make one session', async () => {
  const calls = Array.from({ length: 10 }, () => stripe.checkout.sessions.create(once(), key));
  const ids = new Set((await Promise.all(calls)).map(({ id }) => id));
  expect(ids.size).toBe(1);
});

test('a key is forgotten after a day', async () => {
  const first = await stripe.checkout.sessions.create(once(), key);
  await sandbox.advance({ hours: 25 });
  const second = await stripe.checkout.sessions.create(once(), key);
  expect(second.id).not.toBe(first.id);
});
