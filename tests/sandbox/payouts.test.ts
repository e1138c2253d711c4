import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { once, receiver, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
beforeEach(async () => {
  hook = await receiver();
  await open({ payouts: 'daily' });
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

async function open(options: SandboxOptions) {
  const types = ['payout.created', 'payout.updated', 'payout.paid', 'payout.failed', 'payout.canceled'];
  const enabledEvents = [...types, 'payout.reconciliation_completed'];
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret, enabledEvents }, ...options }));
}

async function reopen(options: SandboxOptions) {
  await sandbox.close();
  await open(options);
}

const itemsOf = async (payout: string) =>
  (await stripe.balanceTransactions.list({ payout, limit: 100 })).data;
const lines = async (params: Stripe.BalanceTransactionListParams = {}) =>
  (await stripe.balanceTransactions.list({ limit: 100, ...params })).data;
async function seen() {
  await sandbox.drain();
  return hook.received.splice(0).map(({ event }) => event.type);
}
async function available(currency = 'eur') {
  const { available } = await stripe.balance.retrieve();
  return available.find((sum) => sum.currency === currency)?.amount;
}
/** The one payout of one payment of ten euros. */
async function payOut() {
  sandbox.pledge(once(1000));
  await sandbox.advance(new Date('2026-02-02T00:00:00Z'));
  return (await stripe.payouts.list()).data[0]!.id;
}

test('a payout is on its way for a day, then paid and reconciled', async () => {
  const id = await payOut();
  expect(await stripe.payouts.retrieve(id)).toMatchObject({
    status: 'in_transit',
    reconciliation_status: 'in_progress',
    amount: 941,
    trace_id: { status: 'pending' },
  });
  expect(await seen()).toEqual(['payout.created']);
  await sandbox.advance({ days: 1 });
  await sandbox.drain();
  expect(hook.received[0]!.event.data.previous_attributes).toEqual({
    status: 'in_transit',
    trace_id: { status: 'pending', value: null },
  });
  expect(await seen()).toEqual(['payout.updated', 'payout.paid', 'payout.reconciliation_completed']);
  expect(await stripe.payouts.retrieve(id)).toMatchObject({
    status: 'paid',
    reconciliation_status: 'completed',
  });
});

test('what is in a payout is known only when Stripe says so', async () => {
  await reopen({ payouts: 'daily', reconciliationSeconds: 3600 });
  const id = await payOut();
  await sandbox.advance({ days: 1 });
  expect(await seen()).toEqual(['payout.created', 'payout.updated', 'payout.paid']);
  expect(await itemsOf(id)).toMatchObject([{ type: 'payout', source: id }]);
  await sandbox.advance({ hours: 1 });
  expect(await seen()).toEqual(['payout.reconciliation_completed']);
  expect(await itemsOf(id)).toMatchObject([{ type: 'payout' }, { type: 'charge', net: 941 }]);
});

test('as at Stripe mostly, it may be known minutes after the payout was created', async () => {
  await reopen({ payouts: 'daily', reconciliationFrom: 'created', reconciliationSeconds: 300 });
  const id = await payOut();
  await sandbox.advance({ minutes: 5 });
  expect(await stripe.payouts.retrieve(id)).toMatchObject({
    status: 'in_transit',
    reconciliation_status: 'completed',
  });
  expect(await itemsOf(id)).toHaveLength(2);
});

test.each([
  ['in transit', 0],
  ['paid', 3],
])('a payout that was %s fails, and the next one takes its money along', async (status, days) => {
  const id = await payOut();
  await sandbox.advance({ days, hours: 1 });
  expect((await stripe.payouts.retrieve(id)).status.replace('_', ' ')).toBe(status);
  await seen();
  sandbox.failPayout(id, 'no_account');
  expect(await seen()).toEqual(['payout.updated', 'payout.failed']);
  const failed = await stripe.payouts.retrieve(id, { expand: ['failure_balance_transaction'] });
  expect(failed).toMatchObject({
    status: 'failed',
    failure_code: 'no_account',
    failure_balance_transaction: {
      type: 'payout_failure',
      reporting_category: 'payout_reversal',
      amount: 941,
      net: 941,
      source: id,
    },
  });
  expect(await available()).toBe(941);
  expect(() => sandbox.failPayout(id)).toThrow('cannot fail');
  await sandbox.advance({ days: 3 });
  expect(await stripe.payouts.retrieve(id)).toMatchObject({ status: 'failed' });
  const [next] = (await stripe.payouts.list()).data;
  expect(next).toMatchObject({ amount: 941, status: 'paid' });
  expect(await itemsOf(next!.id)).toMatchObject([
    { type: 'payout', source: next!.id },
    { type: 'payout_failure', source: id },
  ]);
  expect(await itemsOf(id)).toMatchObject([{ type: 'payout' }, { type: 'charge' }]);
});

test('a payout by hand takes no lines, cannot be itemised and reaches the bank', async () => {
  await reopen({ payouts: 'manual' });
  sandbox.pledge(once(1000));
  await expect(stripe.payouts.create({ amount: 500, currency: 'eur' })).rejects.toMatchObject({
    code: 'balance_insufficient',
  });
  await sandbox.advance({ days: 2 });
  const payout = await stripe.payouts.create({ amount: 500, currency: 'eur', metadata: { run: '1' } });
  expect(payout).toMatchObject({
    status: 'pending',
    automatic: false,
    reconciliation_status: 'not_applicable',
    metadata: { run: '1' },
  });
  expect(await available()).toBe(441);
  expect(await lines({ source: payout.id })).toMatchObject([{ type: 'payout', net: -500 }]);
  await expect(stripe.balanceTransactions.list({ payout: payout.id })).rejects.toThrow(
    'Balance transaction history can only be filtered on automatic transfers, not manual.',
  );
  await sandbox.advance({ days: 1 });
  expect(await seen()).toEqual(['payout.created', 'payout.updated', 'payout.updated', 'payout.paid']);
  await stripe.payouts.update(payout.id, { metadata: { run: '2' } });
  expect(await seen()).toEqual(['payout.updated']);
  sandbox.failPayout(payout.id);
  expect(await available()).toBe(941);
});

test('a payout by hand can be canceled until the bank has it', async () => {
  sandbox.pledge(once(1000));
  await sandbox.advance(new Date('2026-02-01T23:00:00Z'));
  await sandbox.advance(new Date('2026-02-02T00:00:00Z'));
  const [automatic] = (await stripe.payouts.list()).data;
  await expect(stripe.payouts.cancel(automatic!.id)).rejects.toThrow('Automatic payouts cannot be canceled');
  sandbox.failPayout(automatic!.id);
  const first = await stripe.payouts.create({ amount: 900, currency: 'eur' });
  await seen();
  const canceled = await stripe.payouts.cancel(first.id, { expand: ['failure_balance_transaction'] });
  expect(canceled).toMatchObject({
    status: 'canceled',
    failure_code: null,
    failure_balance_transaction: {
      type: 'payout_cancel',
      amount: 900,
      reporting_category: 'payout_reversal',
    },
  });
  expect(await seen()).toEqual(['payout.updated', 'payout.canceled']);
  await expect(stripe.payouts.cancel(first.id)).rejects.toThrow('This payout has a status of canceled');
  const second = await stripe.payouts.create({ amount: 900, currency: 'eur' });
  await sandbox.advance({ hours: 1 });
  await expect(stripe.payouts.cancel(second.id)).rejects.toThrow('This payout has a status of in_transit');
});

test('a payout by hand is a line of the automatic one that follows, so that every sum holds', async () => {
  sandbox.pledge(once(1000));
  await sandbox.advance(new Date('2026-02-02T00:00:00Z'));
  sandbox.failPayout((await stripe.payouts.list()).data[0]!.id);
  const manual = await stripe.payouts.create({ amount: 300, currency: 'eur' });
  await sandbox.advance({ days: 2 });
  const [automatic] = (await stripe.payouts.list()).data;
  const items = (await itemsOf(automatic!.id)).filter(({ source }) => source !== automatic!.id);
  expect(items.map(({ type, source }) => [type, source])).toContainEqual(['payout', manual.id]);
  expect(items.reduce((sum, { net }) => sum + net, 0)).toBe(automatic!.amount);
  const all = await lines();
  const paidOut = (await stripe.payouts.list()).data.filter(({ status }) => status !== 'failed');
  expect(all.reduce((sum, { net }) => sum + net, 0)).toBe(0);
  expect(paidOut.reduce((sum, { amount }) => sum + amount, 0)).toBe(941);
});
