import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { receiver, recurring, secret, setUp, start } from './support.ts';

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

const now = start.getTime() / 1000;
const day = 86_400;
const clocks = () => stripe.testHelpers.testClocks;
const isReady = (id: string) =>
  expect.poll(async () => (await clocks().retrieve(id)).status, { interval: 5 }).toBe('ready');

/** A customer of a clock with a monthly subscription. */
async function subscribe(test_clock: string) {
  const { id } = await stripe.customers.create({ email: 'a@example.org', test_clock });
  return { ...sandbox.pledge({ ...recurring(700), customer: id }), customer: id };
}

test('a clock is advanced over the API, and what was due has happened when it is ready', async () => {
  const clock = await clocks().create({ frozen_time: now, name: 'A year' });
  expect(clock).toMatchObject({ status: 'ready', frozen_time: now, name: 'A year' });
  const { subscription } = await subscribe(clock.id);
  const target = now + 32 * day;
  expect(await clocks().advance(clock.id, { frozen_time: target })).toMatchObject({
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: target } },
  });
  await isReady(clock.id);
  expect(await clocks().retrieve(clock.id)).toMatchObject({ frozen_time: target, status_details: {} });
  expect(sandbox.now().getTime()).toBe(target * 1000);
  const invoices = (await stripe.invoices.list({ subscription: subscription! })).data;
  expect(invoices).toMatchObject([
    { status: 'paid', billing_reason: 'subscription_cycle', test_clock: clock.id },
    { status: 'paid', billing_reason: 'subscription_create', test_clock: clock.id },
  ]);
  await sandbox.drain();
  const types = hook.types().filter((type) => type.startsWith('test_helpers'));
  expect(types.map((type) => type.split('.').at(-1))).toEqual(['created', 'advancing', 'ready']);
  expect(hook.types().at(-1)).toBe('test_helpers.test_clock.ready');
});

test('a clock goes forward only, and no further than two periods of its shortest subscription', async () => {
  const clock = await clocks().create({ frozen_time: now });
  const advance = (frozen_time: number) => clocks().advance(clock.id, { frozen_time });
  await expect(advance(now)).rejects.toMatchObject({ param: 'frozen_time' });
  await expect(advance(now + 3 * 366 * day)).rejects.toThrow('two years without one');
  await subscribe(clock.id);
  await expect(advance(now + 62 * day)).rejects.toThrow('two intervals');
  sandbox.call('POST', `/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: now + 40 * day });
  expect(() =>
    sandbox.call('POST', `/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: now + 41 * day }),
  ).toThrow('advancement underway');
  await isReady(clock.id);
  await expect(clocks().create({ frozen_time: now })).rejects.toThrow('cannot go back');
  await expect(advance(now + 39 * day)).rejects.toMatchObject({ param: 'frozen_time' });
  await expect(clocks().advance('clock_none', { frozen_time: now })).rejects.toMatchObject({
    code: 'resource_missing',
  });
});

test('a clock made in the future takes the sandbox there', async () => {
  const clock = await clocks().create({ frozen_time: now + 10 * day });
  await isReady(clock.id);
  expect(sandbox.now().getTime()).toBe((now + 10 * day) * 1000);
  expect((await clocks().list()).data.map(({ id }) => id)).toEqual([clock.id]);
});

test('what belongs to a clock is listed with it alone, and goes with it', async () => {
  const clock = await clocks().create({ frozen_time: now });
  const { customer, subscription } = await subscribe(clock.id);
  const other = sandbox.pledge(recurring());
  const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id);
  expect(ids(await stripe.customers.list())).toEqual([other.customer]);
  expect(ids(await stripe.customers.list({ test_clock: clock.id }))).toEqual([customer]);
  expect(ids(await stripe.subscriptions.list())).toEqual([other.subscription]);
  expect(ids(await stripe.subscriptions.list({ test_clock: clock.id }))).toEqual([subscription]);
  expect(ids(await stripe.subscriptions.list({ customer }))).toEqual([subscription]);
  await expect(stripe.customers.create({ test_clock: 'clock_none' })).rejects.toMatchObject({
    param: 'test_clock',
  });
  expect(await clocks().del(clock.id)).toMatchObject({ deleted: true });
  await expect(stripe.customers.retrieve(customer)).rejects.toMatchObject({ code: 'resource_missing' });
  expect(await stripe.subscriptions.retrieve(subscription!)).toMatchObject({ status: 'canceled' });
  await sandbox.advance({ days: 40 });
  expect(sandbox.state.invoices.by('subscription', subscription!)).toHaveLength(1);
});
