import { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { once, secret, start } from './support.ts';

const HOUR = 3_600_000;

/** A sandbox in memory whose receiver answers as told; remembers when each event came. */
function begin(answer: (type: string, count: number) => number, options: Omit<SandboxOptions, 'clock'> = {}) {
  const came: { type: string; id: string; hours: number; signature: string; payload: string }[] = [];
  const sandbox = createSandbox(
    {
      clock: start,
      seed: 5,
      payouts: 'manual',
      retryDelaysMs: [HOUR, 10 * HOUR, 61 * HOUR],
      webhook: { url: 'http://127.0.0.1:9/hook', secret, enabledEvents: ['charge.succeeded'] },
      ...options,
    },
    async (payload, signature) => {
      const { type, id } = JSON.parse(payload) as { type: string; id: string };
      const hours = (sandbox.now().getTime() - start.getTime()) / HOUR;
      came.push({ type, id, hours, signature, payload });
      const status = answer(type, came.length);
      if (status === 0) throw new Error('nobody answers');
      return status;
    },
  );
  const stripe = new Stripe('sk_test_memory', {
    httpClient: sandbox.httpClient,
    telemetry: false,
    maxNetworkRetries: 0,
  });
  return { sandbox, stripe, came };
}

async function payOnce({ sandbox, stripe }: ReturnType<typeof begin>) {
  if (sandbox.state.products.size() === 0)
    await stripe.products.create({ id: 'prod_support', name: 'Support' });
  const session = await stripe.checkout.sessions.create(once());
  sandbox.pay(session.id);
  return session.id;
}

test('the SDK comes in without a socket, and Stripe’s refusals are Stripe’s', async () => {
  const world = begin(() => 200);
  const id = await payOnce(world);
  expect(await world.stripe.checkout.sessions.retrieve(id)).toMatchObject({ payment_status: 'paid' });
  await expect(world.stripe.charges.retrieve('ch_none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
});

test('a receiver that is down for more than three days hears nothing more; time passes by the clock alone', async () => {
  const world = begin(() => 0);
  await payOnce(world);
  await world.sandbox.advance({ days: 6 });
  expect(world.came.map(({ hours }) => hours)).toEqual([0, 1, 11, 72]);
  expect(world.sandbox.counts()).toMatchObject({ outstandingDeliveries: 0 });
  expect((await world.stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
});

test('an outage that ends in time is healed by the retry', async () => {
  const world = begin((_, count) => (count < 3 ? 503 : 200));
  await payOnce(world);
  await world.sandbox.advance({ days: 6 });
  expect(world.came.map(({ hours }) => hours)).toEqual([0, 1, 11]);
});

test('every delivery is signed for the moment it is sent', async () => {
  const world = begin((_, count) => (count < 3 ? 503 : 200));
  await payOnce(world);
  await world.sandbox.advance({ days: 1 });
  for (const { payload, signature, hours } of world.came)
    expect(
      world.stripe.webhooks.constructEvent(
        payload,
        signature,
        secret,
        1,
        undefined,
        start.getTime() + hours * HOUR,
      ).type,
    ).toBe('charge.succeeded');
});

test('late, repeated and lost deliveries pass with the clock, the same for the same seed', async () => {
  const histories = [];
  for (const seed of [3, 3, 4]) {
    const world = begin(() => 200, { seed, order: 'shuffled' });
    world.sandbox.chaos.deliveries.push(
      { fault: 'delay', probability: 0.3, delayMs: 5 * HOUR },
      { fault: 'reorder', probability: 0.2, delayMs: HOUR },
      { fault: 'duplicate', probability: 0.3 },
      { fault: 'drop', probability: 0.1 },
    );
    for (let i = 0; i < 12; i++) await payOnce(world);
    await world.sandbox.advance({ days: 2 });
    expect(world.sandbox.counts()).toMatchObject({ outstandingDeliveries: 0 });
    histories.push(world.came.map(({ id, hours }) => `${id} ${hours}`));
  }
  expect(histories[0]).toEqual(histories[1]);
  expect(histories[0]).not.toEqual(histories[2]);
  expect(histories[0]?.some((line) => line.endsWith(' 5'))).toBe(true);
});

test('chaos strikes calls in memory as it does on the wire', async () => {
  const world = begin(() => 200);
  const { sandbox, stripe } = world;
  const id = await payOnce(world);
  sandbox.chaos.api.push({ fault: 'status', status: 503 }, { fault: 'timeout' });
  await expect(stripe.checkout.sessions.retrieve(id)).rejects.toMatchObject({ statusCode: 503 });
  await expect(stripe.checkout.sessions.retrieve(id)).rejects.toMatchObject({
    type: 'StripeConnectionError',
  });
  // A closed connection is tried once more by the SDK itself.
  sandbox.chaos.api.push({ fault: 'reset' });
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ id });
  sandbox.chaos.api.push({ fault: 'timeout', executed: true, method: 'POST' });
  const payment = (await stripe.checkout.sessions.retrieve(id)).payment_intent as string;
  const refund = () => stripe.refunds.create({ payment_intent: payment }, { idempotencyKey: 'one' });
  await expect(refund()).rejects.toMatchObject({ type: 'StripeConnectionError' });
  expect(sandbox.state.refunds.size()).toBe(1);
  expect((await refund()).id).toBe(sandbox.state.refunds.all()[0]?.id);
});
