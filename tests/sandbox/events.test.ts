import type { Stripe } from 'stripe';
import { afterEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { findProblem } from '../../src/sandbox/schemas/check-object.ts';
import { once, receiver, secret, setUp, start, type Received } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

async function begin(answer?: Parameters<typeof receiver>[0], options: SandboxOptions = {}) {
  hook = await receiver(answer);
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret }, ...options }));
  await sandbox.drain();
  hook.received.length = 0;
}

const payOnce = async () => {
  const session = await stripe.checkout.sessions.create(once());
  sandbox.pay(session.id);
  return session.id;
};

const verify = ({ body, headers }: Received, key = secret) =>
  stripe.webhooks.constructEvent(
    body,
    headers['stripe-signature'] as string,
    key,
    300,
    undefined,
    sandbox.now().getTime(),
  );

/** Attempts that were not answered with 200, so that a delivery gone wrong by itself names its cause. */
const troubles = () =>
  sandbox.state.events.all().flatMap((event) =>
    sandbox.world.deliveries
      .of(event.id)
      .flatMap(({ attempts }) => attempts)
      .filter(({ status }) => status !== 200)
      .map(({ note }) => `${event.type}: ${note}`),
  );

test('a delivery that fails is tried again with longer waits, and then given up', async () => {
  hook = await receiver(() => 500);
  ({ sandbox, stripe } = await setUp({
    retryDelaysMs: [10, 20, 30],
    webhook: { url: hook.url, secret, enabledEvents: ['charge.succeeded'] },
  }));
  await payOnce();
  await sandbox.drain();
  expect(hook.received).toHaveLength(4);
  expect(new Set(hook.received.map(({ event }) => event.id)).size).toBe(1);
  expect((await stripe.events.list({ delivery_success: false })).data.map(({ type }) => type)).toEqual([
    'charge.succeeded',
  ]);
  expect(await stripe.events.retrieve(hook.received[0]!.event.id)).toMatchObject({ pending_webhooks: 0 });
});

test('a redirect is a failure and is not followed', async () => {
  await begin((_, count) => (count === 1 ? 302 : 200), {});
  await payOnce();
  await sandbox.drain();
  expect(hook.received[0]!.event.id).toBe(
    hook.received.find((one, i) => i > 0 && one.event.id === hook.received[0]!.event.id)?.event.id,
  );
  expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
});

test('the SDK accepts the signature of every delivery and refuses another secret', async () => {
  await begin();
  await payOnce();
  await sandbox.drain();
  for (const received of hook.received) expect(verify(received).id).toBe(received.event.id);
  expect(() => verify(hook.received[0]!, 'whsec_another')).toThrow('signature');
});

test('every delivered event has the form the SDK’s types promise', async () => {
  await begin();
  await payOnce();
  await sandbox.drain();
  for (const { event } of hook.received) {
    expect(findProblem(event)).toBeUndefined();
    expect(findProblem(event.data.object as { object: string })).toBeUndefined();
  }
});

test('an object that went wrong is not let out, neither in an event nor in an answer', async () => {
  await begin();
  const id = await payOnce();
  const [charge] = sandbox.state.charges.all();
  Object.assign(charge!, { invoice: 'in_1' });
  expect(() => sandbox.refund(id)).toThrow('The sandbox made a wrong charge');
  await expect(stripe.charges.retrieve(charge!.id)).rejects.toMatchObject({
    statusCode: 500,
    type: 'StripeAPIError',
  });
});

test('shuffled order is disorderly, and the same for the same seed', async () => {
  const orders: string[][] = [];
  for (const seed of [7, 7, 8]) {
    await begin(undefined, { order: 'shuffled', seed });
    await payOnce();
    await payOnce();
    await sandbox.drain();
    orders.push(
      hook.received.map(({ event }) => `${event.type} ${(event.data.object as { id: string }).id}`),
    );
    await sandbox.close();
    await hook.close();
  }
  const natural = [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ];
  expect(orders[0]!.map((line) => line.split(' ')[0])).not.toEqual([...natural, ...natural]);
  expect(orders[0]!.toSorted()).toEqual(orders[1]!.toSorted());
  expect(orders[0]).toHaveLength(8);
  await begin();
});

test('an endpoint gets only the events it asked for', async () => {
  await begin();
  hook.received.length = 0;
  const [endpoint] = (await stripe.webhookEndpoints.list()).data;
  await stripe.webhookEndpoints.update(endpoint!.id, { enabled_events: ['checkout.session.completed'] });
  await payOnce();
  await sandbox.drain();
  expect(hook.types()).toEqual(['checkout.session.completed']);
});

test('an endpoint’s secret is shown once, when it is registered', async () => {
  await begin();
  const made = await stripe.webhookEndpoints.create({
    url: hook.url,
    enabled_events: ['charge.succeeded'],
    api_version: '2026-10-28.endive',
  });
  expect(made.secret).toMatch(/^whsec_/);
  expect(await stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret');
  await payOnce();
  await sandbox.drain();
  const charges = hook.received.filter(({ event }) => event.type === 'charge.succeeded');
  expect(charges).toHaveLength(2);
  expect(charges.filter((one) => isFrom(one, made.secret!))).toHaveLength(1);
  expect(await stripe.webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
  expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1);
});

function isFrom(received: Received, key: string): boolean {
  try {
    return verify(received, key).id !== '';
  } catch {
    return false;
  }
}

test('nothing is delivered to another machine', async () => {
  await begin();
  for (const url of [
    'http://example.org/hook',
    'https://127.0.0.1/hook',
    'http://10.0.0.1/',
    'http://127.0.0.1.example.org/',
    'nonsense',
  ])
    await expect(stripe.webhookEndpoints.create({ url, enabled_events: ['*'] })).rejects.toMatchObject({
      param: 'url',
    });
  await expect(startSandbox({ webhook: { url: 'http://example.org/', secret } })).rejects.toThrow(
    'this machine only',
  );
});

test('events can be listed by type and time, and hold what happened then', async () => {
  await begin();
  const id = await payOnce();
  await sandbox.advance({ hours: 1 });
  sandbox.refund(id);
  const refunded = await stripe.events.list({ types: ['charge.refunded', 'refund.created'] });
  expect(refunded.data.map(({ type }) => type)).toEqual(['charge.refunded', 'refund.created']);
  expect(refunded.data[0]).toMatchObject({
    data: { object: { refunded: true }, previous_attributes: { refunded: false, amount_refunded: 0 } },
  });
  const seconds = Math.floor(start.getTime() / 1000);
  const earlier = await stripe.events.list({ created: { lt: seconds + 3600 }, type: 'charge.*' });
  expect(earlier.data.map(({ type }) => type)).toEqual(['charge.succeeded']);
  expect(earlier.data[0]).toMatchObject({ data: { object: { refunded: false } }, created: seconds });
  await expect(
    stripe.events.list({ type: 'charge.refunded', types: ['charge.failed'] }),
  ).rejects.toMatchObject({ param: 'type' });
});

test('an event names the request that caused it', async () => {
  await begin();
  const id = await payOnce();
  const { payment_intent } = await stripe.checkout.sessions.retrieve(id);
  const refund = await stripe.refunds.create(
    { payment_intent: payment_intent as string },
    { idempotencyKey: 'refund-1' },
  );
  const [event] = (await stripe.events.list({ type: 'refund.created' })).data;
  expect(event?.request).toEqual({ id: refund.lastResponse.requestId, idempotency_key: 'refund-1' });
  const [paid] = (await stripe.events.list({ type: 'charge.succeeded' })).data;
  expect(paid?.request).toEqual({ id: null, idempotency_key: null });
});

test('events are kept for thirty days', async () => {
  await begin();
  await payOnce();
  await sandbox.drain();
  await sandbox.advance({ days: 31 });
  await payOnce();
  expect((await stripe.events.list({ type: 'charge.succeeded' })).data).toHaveLength(1);
});

test('only events that an endpoint wants are kept when told so', async () => {
  hook = await receiver();
  const webhook = { url: hook.url, secret, enabledEvents: ['checkout.session.completed'] };
  ({ sandbox, stripe } = await setUp({ webhook, recordEvents: 'enabled' }));
  await payOnce();
  expect((await stripe.events.list()).data.map(({ type }) => type)).toEqual(['checkout.session.completed']);
});

test('chaos: lost, repeated, late, forged, stale and doubly signed deliveries', async () => {
  await begin();
  const of = (type: string) => hook.received.filter(({ event }) => event.type === type);
  sandbox.chaos.deliveries.push(
    { fault: 'drop', types: ['payment_intent.created'], times: 1 },
    { fault: 'duplicate', types: ['charge.succeeded'], times: 1 },
    { fault: 'reorder', types: ['payment_intent.succeeded'], times: 1, delayMs: 30 },
    { fault: 'staleTimestamp', types: ['checkout.session.completed'], times: 1 },
  );
  await payOnce();
  await sandbox.drain();
  expect(of('payment_intent.created')).toHaveLength(0);
  expect(of('charge.succeeded')).toHaveLength(2);
  expect(hook.types().at(-1)).toBe('payment_intent.succeeded');
  expect(troubles()).toEqual(['payment_intent.created: lost on purpose']);
  expect(() => verify(of('checkout.session.completed')[0]!)).toThrow('Timestamp outside the tolerance zone');
  expect((await stripe.events.list({ delivery_success: false })).data.map(({ type }) => type)).toEqual([
    'payment_intent.created',
  ]);

  hook.received.length = 0;
  sandbox.chaos.deliveries.push(
    { fault: 'badSignature', types: ['charge.succeeded'], times: 1 },
    { fault: 'twoSignatures', types: ['payment_intent.succeeded'], times: 1 },
  );
  await payOnce();
  await sandbox.drain();
  expect(() => verify(of('charge.succeeded')[0]!)).toThrow('signature');
  expect(verify(of('payment_intent.succeeded')[0]!).type).toBe('payment_intent.succeeded');
  expect(String(of('payment_intent.succeeded')[0]!.headers['stripe-signature']).match(/v1=/g)).toHaveLength(
    2,
  );
  expect(sandbox.chaos.deliveries).toEqual([]);
});

test('a sandbox that was closed or reset delivers nothing more', async () => {
  let isDown = true;
  await begin(async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return isDown ? 500 : 200;
  });
  await sandbox.drain();
  hook.received.length = 0;
  await payOnce();
  await expect.poll(() => hook.received.length, { interval: 2 }).toBe(1);
  sandbox.reset();
  isDown = false;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(hook.types()).toEqual(['payment_intent.created']);
  expect(sandbox.counts()).toMatchObject({ outstandingDeliveries: 0, keptEvents: 0 });
});

test('a forged delivery that was refused comes again with the right signature', async () => {
  await begin((received) => (isFrom(received, secret) ? 200 : 400));
  sandbox.chaos.deliveries.push({ fault: 'badSignature', types: ['checkout.session.completed'], times: 1 });
  await payOnce();
  await sandbox.drain();
  const completed = hook.received.filter(({ event }) => event.type === 'checkout.session.completed');
  expect(completed.map((one) => isFrom(one, secret))).toEqual([false, true]);
});
