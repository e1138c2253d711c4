import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
beforeEach(async () => {
  ({ sandbox, stripe } = await setUp({ payouts: 'daily' }));
});
afterEach(() => sandbox.close());

const day = 86_400;
const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id);
const pay = (currency = 'eur', card = 'good') => sandbox.pledge(once(1000, currency), { card });

test('the lines of the balance are found by time, with each end open or closed', async () => {
  const moments: number[] = [];
  for (let i = 0; i < 4; i++) {
    pay();
    moments.unshift(Math.floor(sandbox.now().getTime() / 1000));
    await sandbox.advance({ minutes: 10 });
  }
  const found = async (created: Stripe.RangeQueryParam | number) =>
    (await stripe.balanceTransactions.list({ created })).data.map((line) => line.created);
  expect(await found({ gte: moments[2]! })).toEqual(moments.slice(0, 3));
  expect(await found({ gt: moments[2]! })).toEqual(moments.slice(0, 2));
  expect(await found({ lt: moments[1]! })).toEqual(moments.slice(2));
  expect(await found({ lte: moments[1]! })).toEqual(moments.slice(1));
  expect(await found({ gte: moments[2]!, lt: moments[0]! })).toEqual(moments.slice(1, 3));
  expect(await found(moments[3]!)).toEqual([moments[3]]);
  await expect(found({ gte: 'yesterday' as never })).rejects.toMatchObject({ param: 'created[gte]' });
});

test('the lines of the balance are found by currency, type, source and payout, and paged with their sources', async () => {
  pay('usd');
  const charge = sandbox.world.state.charges.all()[0]!.id;
  for (let i = 0; i < 5; i++) pay();
  const refund = sandbox.refund(charge, 300);
  const all = ids(await stripe.balanceTransactions.list({ limit: 100 }));
  expect(all).toHaveLength(7);
  const dollars = await stripe.balanceTransactions.list({ currency: 'usd', expand: ['data.source'] });
  expect(dollars.data).toMatchObject([
    { type: 'refund', source: { object: 'refund', id: refund.id } },
    { type: 'charge', source: { object: 'charge', id: charge } },
  ]);
  expect(await stripe.balanceTransactions.list({ type: 'refund' })).toMatchObject({ data: { length: 1 } });
  expect(ids(await stripe.balanceTransactions.list({ source: charge }))).toEqual([all[6]]);
  const first = await stripe.balanceTransactions.list({ limit: 3 });
  expect([first.has_more, ids(first)]).toEqual([true, all.slice(0, 3)]);
  const next = await stripe.balanceTransactions.list({ limit: 4, starting_after: all[2]! });
  expect([next.has_more, ids(next)]).toEqual([false, all.slice(3)]);
  const back = await stripe.balanceTransactions.list({ limit: 2, ending_before: all[4]! });
  expect([back.has_more, ids(back)]).toEqual([true, all.slice(2, 4)]);
  await expect(
    stripe.balanceTransactions.list({ starting_after: all[0]!, ending_before: all[4]! }),
  ).rejects.toThrow('You may only specify one of these parameters');

  await sandbox.advance({ days: 5 });
  const [euros] = (await stripe.payouts.list()).data.filter(({ currency }) => currency === 'eur');
  const contents = await stripe.balanceTransactions
    .list({ payout: euros!.id, limit: 2, expand: ['data.source'] })
    .autoPagingToArray({ limit: 100 });
  expect(contents.map(({ type }) => type)).toEqual(['payout', ...Array<string>(5).fill('charge')]);
  expect(contents[0]).toMatchObject({ amount: -euros!.amount, source: { object: 'payout', id: euros!.id } });
});

test('events are found by time, by up to twenty types, and by whether they arrived', async () => {
  const hook = await receiver(({ event }) => (event.type === 'charge.succeeded' ? 500 : 200));
  await sandbox.close();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
  pay();
  await sandbox.drain();
  const since = Math.floor(sandbox.now().getTime() / 1000) + 60;
  await sandbox.advance({ minutes: 1 });
  sandbox.refund(sandbox.state.charges.all()[0]!.id);
  await sandbox.drain();
  const types = async (params: Stripe.EventListParams) =>
    (await stripe.events.list(params)).data.map(({ type }) => type);
  expect(await types({ created: { gte: since } })).toEqual(['charge.refunded', 'refund.created']);
  expect(await types({ types: ['charge.succeeded', 'refund.created'] })).toEqual([
    'refund.created',
    'charge.succeeded',
  ]);
  expect(await types({ type: 'charge.*' })).toEqual(['charge.refunded', 'charge.succeeded']);
  expect(await types({ delivery_success: false })).toEqual(['charge.succeeded']);
  expect(await types({ delivery_success: true, created: { gte: since }, limit: 1 })).toEqual([
    'charge.refunded',
  ]);
  const names = Array.from({ length: 21 }, (_, i) => `charge.${i}`);
  expect(await types({ types: names.slice(1) })).toEqual([]);
  await expect(types({ types: names })).rejects.toMatchObject({ param: 'types', statusCode: 400 });
  await expect(types({ type: 'charge.failed', types: ['charge.failed'] })).rejects.toMatchObject({
    param: 'type',
  });
  await expect(types({ types: ['charge.*'] })).rejects.toMatchObject({ param: 'types' });
  await hook.close();
});

test('subscriptions are found by customer, status, price and period; canceled ones only when asked for', async () => {
  const [one, two] = [sandbox.pledge(recurring()), sandbox.pledge(recurring(700, 'year'))];
  const find = async (params: Stripe.SubscriptionListParams) => ids(await stripe.subscriptions.list(params));
  expect(await find({})).toEqual([two.subscription, one.subscription]);
  expect(await find({ customer: one.customer! })).toEqual([one.subscription]);
  const [item] = sandbox.state.subscriptions.get(two.subscription!)!.items.data;
  expect(await find({ price: item!.price.id })).toEqual([two.subscription]);
  expect(await find({ current_period_end: { gte: item!.current_period_end } })).toEqual([two.subscription]);
  await stripe.subscriptions.cancel(one.subscription!);
  expect(await find({})).toEqual([two.subscription]);
  expect(await find({ status: 'canceled' })).toEqual([one.subscription]);
  expect(await find({ status: 'all' })).toEqual([two.subscription, one.subscription]);
});

test('sessions are found by payment, subscription and customer', async () => {
  const [paid, other, monthly] = [pay(), pay(), sandbox.pledge(recurring())];
  const find = async (params: Stripe.Checkout.SessionListParams) =>
    ids(await stripe.checkout.sessions.list(params));
  expect(await find({})).toEqual([monthly.session, other.session, paid.session]);
  expect(await find({ payment_intent: paid.paymentIntent! })).toEqual([paid.session]);
  expect(await find({ subscription: monthly.subscription! })).toEqual([monthly.session]);
  expect(await find({ customer: monthly.customer! })).toEqual([monthly.session]);
  expect(await find({ payment_intent: paid.paymentIntent!, status: 'open' })).toEqual([]);
});

test('refunds, disputes and payouts are found by what they belong to and by time', async () => {
  const [first, second] = [pay(), pay()];
  const refunds = [sandbox.refund(first.session, 100).id, sandbox.refund(first.session, 200).id];
  const dispute = sandbox.dispute(second.session);
  const charge = sandbox.state.charges.all()[0]!.id;
  expect(ids(await stripe.refunds.list({ charge }))).toEqual(refunds.toReversed());
  expect(ids(await stripe.refunds.list({ payment_intent: second.paymentIntent! }))).toEqual([]);
  expect(ids(await stripe.disputes.list({ payment_intent: second.paymentIntent! }))).toEqual([dispute.id]);
  expect(ids(await stripe.disputes.list({ created: { gt: dispute.created } }))).toEqual([]);
  for (let i = 0; i < 4; i++) {
    pay();
    await sandbox.advance({ days: 1 });
  }
  const payouts = (await stripe.payouts.list()).data;
  expect(payouts.length).toBeGreaterThan(1);
  const [newest, older] = payouts;
  expect(ids(await stripe.payouts.list({ status: 'in_transit' }))).toEqual([newest!.id]);
  expect(ids(await stripe.payouts.list({ arrival_date: { lt: newest!.arrival_date } }))[0]).toBe(older!.id);
  expect(ids(await stripe.payouts.list({ created: { gt: newest!.created - day } }))).toEqual([newest!.id]);
});

test('a filter this sandbox does not know is refused, not ignored', async () => {
  await expect(stripe.charges.list({ transfer_group: 'a' })).rejects.toThrow(
    'This sandbox does not filter this list by transfer_group.',
  );
  await expect(stripe.checkout.sessions.list({ payment_link: 'plink_1' })).rejects.toMatchObject({
    param: 'payment_link',
  });
});
