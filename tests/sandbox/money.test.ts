import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
beforeEach(async () => {
  hook = await receiver();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
  await sandbox.drain();
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

async function payOnce(amountMinor = 1000, currency = 'eur', card = 'good') {
  const session = await stripe.checkout.sessions.create(once(amountMinor, currency));
  sandbox.pay(session.id, { card });
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  await sandbox.drain();
  hook.received.length = 0;
  return { session: session.id, intent: intent.id, charge: intent.latest_charge as string };
}

const lines = async (params: Stripe.BalanceTransactionListParams = {}) =>
  (await stripe.balanceTransactions.list({ limit: 100, ...params })).data;

test.each([
  [100, 33],
  [500, 45],
  [1000, 59],
  [1050, 60],
  [1725, 80],
  [99_999, 2930],
])('the fee of %i is %i: 2.9 percent, half up, and thirty', async (amount, fee) => {
  await payOnce(amount);
  expect(await lines()).toMatchObject([{ amount, fee, net: amount - fee }]);
});

test('dollars, euros and pounds settle as they are, other currencies in euros at a fixed rate', async () => {
  await payOnce(1000, 'usd');
  await payOnce(5000, 'pln');
  await payOnce(10_000, 'jpy');
  const [yen, zloty, dollar] = await lines();
  expect(dollar).toMatchObject({ currency: 'usd', amount: 1000, exchange_rate: null });
  expect(zloty).toMatchObject({ currency: 'eur', amount: Math.round(5000 / 4.25) });
  expect(zloty!.exchange_rate).toBeCloseTo(1 / 4.25, 5);
  expect(yen).toMatchObject({ currency: 'eur', amount: 5618 });
});

test('money becomes available by the clock', async () => {
  await payOnce();
  expect(await stripe.balance.retrieve()).toMatchObject({
    available: [{ amount: 0 }],
    pending: [{ amount: 941, currency: 'eur' }],
  });
  await sandbox.advance({ days: 2 });
  expect(await lines()).toMatchObject([{ status: 'available' }]);
  expect(await stripe.balance.retrieve()).toMatchObject({
    available: [{ amount: 941 }],
    pending: [{ amount: 0 }],
  });
});

test('partial refunds add up to the whole, and the fee is kept', async () => {
  const { charge, intent } = await payOnce(1000, 'pln');
  const first = await stripe.refunds.create({ charge, amount: 333 });
  await stripe.refunds.create({ payment_intent: intent, amount: 333 });
  expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: false, amount_refunded: 666 });
  await stripe.refunds.create({ charge });
  expect(await stripe.charges.retrieve(charge, { expand: ['refunds'] })).toMatchObject({
    refunded: true,
    amount_refunded: 1000,
    refunds: { data: { length: 3 } },
  });
  const all = await lines();
  const sum = all.reduce((total, line) => total + line.amount, 0);
  expect(sum).toBe(0);
  expect(all.reduce((total, line) => total + line.fee, 0)).toBe(all.at(-1)!.fee);
  expect(await lines({ source: first.id })).toMatchObject([
    { type: 'refund', id: first.balance_transaction },
  ]);
  await sandbox.drain();
  expect(hook.types()).toEqual([
    'refund.created',
    'charge.refunded',
    'refund.created',
    'charge.refunded',
    'refund.created',
    'charge.refunded',
  ]);
});

test('no more can be refunded than is left', async () => {
  const { charge } = await payOnce();
  await expect(stripe.refunds.create({ charge, amount: 1001 })).rejects.toMatchObject({ param: 'amount' });
  await stripe.refunds.create({ charge });
  await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({ code: 'charge_already_refunded' });
  await expect(stripe.refunds.create({ charge: 'ch_none' })).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'charge',
  });
  await expect(stripe.refunds.create({})).rejects.toMatchObject({ code: 'parameter_missing' });
});

test('a refund may fail later, which gives the money back to the balance', async () => {
  const { charge } = await payOnce(1000, 'eur', 'refundFails');
  const refund = await stripe.refunds.create({ charge });
  expect(refund.status).toBe('succeeded');
  await sandbox.advance({ minutes: 1 });
  await sandbox.drain();
  const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
  expect(failed).toMatchObject({
    status: 'failed',
    failure_balance_transaction: { type: 'refund_failure', amount: 1000 },
  });
  expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: false, amount_refunded: 0 });
  expect(hook.types()).toEqual([
    'refund.created',
    'charge.refunded',
    'refund.updated',
    'refund.failed',
    'charge.updated',
  ]);
});

test('a dispute takes the money with a fee, and a win brings both back', async () => {
  const { charge } = await payOnce(1000, 'usd', 'disputed');
  await sandbox.advance({ minutes: 1 });
  await sandbox.drain();
  expect(hook.types()).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
  const [dispute] = (await stripe.disputes.list({ charge })).data;
  expect(dispute).toMatchObject({ status: 'needs_response', amount: 1000, reason: 'fraudulent' });
  expect(dispute!.balance_transactions).toMatchObject([
    { type: 'adjustment', amount: -1000, fee: 1500, net: -2500 },
  ]);
  await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({ code: 'charge_disputed' });
  const won = await stripe.disputes.update(dispute!.id, {
    evidence: { uncategorized_text: 'winning_evidence' },
    submit: true,
  });
  expect(won).toMatchObject({ status: 'won', balance_transactions: { length: 2 } });
  expect(won.balance_transactions[1]).toMatchObject({
    amount: 1000,
    fee: -1500,
    reporting_category: 'dispute_reversal',
  });
  await sandbox.drain();
  expect(hook.types().slice(2)).toEqual([
    'charge.dispute.updated',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ]);
});

test('a dispute that is accepted or answered badly is lost', async () => {
  const { charge } = await payOnce();
  const first = sandbox.dispute(charge);
  expect(await stripe.disputes.close(first.id)).toMatchObject({ status: 'lost' });
  const second = sandbox.dispute((await payOnce()).session);
  await stripe.disputes.update(second.id, { evidence: { uncategorized_text: 'losing_evidence' } });
  expect(await stripe.disputes.retrieve(second.id)).toMatchObject({ status: 'lost' });
  await sandbox.drain();
  expect(hook.types().at(-1)).toBe('charge.dispute.closed');
});

test('the fee may come late, as with Stripe’s asynchronous capture', async () => {
  await sandbox.close();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret }, lateBalanceTransactions: true }));
  const { charge } = await payOnce();
  expect(await stripe.charges.retrieve(charge)).toMatchObject({
    status: 'succeeded',
    balance_transaction: null,
  });
  await sandbox.advance({ seconds: 2 });
  await sandbox.drain();
  expect(hook.types()).toEqual(['charge.updated']);
  expect(hook.received[0]!.event.data).toMatchObject({
    object: { balance_transaction: expect.stringMatching(/^txn_/) as string },
    previous_attributes: { balance_transaction: null },
  });
});

test('payouts gather what is available, currency by currency, and can be itemised', async () => {
  await sandbox.close();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret }, payouts: 'daily' }));
  const { charge } = await payOnce(1000);
  await payOnce(2000, 'usd');
  await stripe.refunds.create({ charge, amount: 100 });
  await sandbox.drain();
  hook.received.length = 0;
  await sandbox.advance({ days: 3 });
  await sandbox.drain();
  expect(hook.types()).toEqual([
    'payout.created',
    'payout.created',
    'payout.updated',
    'payout.paid',
    'payout.reconciliation_completed',
    'payout.updated',
    'payout.paid',
    'payout.reconciliation_completed',
  ]);
  const payouts = (await stripe.payouts.list()).data;
  expect(
    payouts
      .map(({ currency, amount, status, automatic }) => ({ currency, amount, status, automatic }))
      .toSorted((a, b) => a.amount - b.amount),
  ).toEqual([
    { currency: 'eur', amount: 841, status: 'paid', automatic: true },
    { currency: 'usd', amount: 1912, status: 'paid', automatic: true },
  ]);
  const euros = payouts.find(({ currency }) => currency === 'eur')!;
  const contents = await lines({ payout: euros.id, expand: ['data.source'] });
  expect(contents.map(({ type }) => type)).toEqual(['payout', 'refund', 'charge']);
  expect(contents.map(({ source }) => (source as { object: string }).object)).toEqual([
    'payout',
    'refund',
    'charge',
  ]);
  const net = contents.filter(({ type }) => type !== 'payout').reduce((sum, line) => sum + line.net, 0);
  expect(net).toBe(euros.amount);
  expect(await lines({ type: 'payout' })).toHaveLength(2);
  await expect(lines({ payout: 'po_none' })).rejects.toMatchObject({ code: 'resource_missing' });
});

test('a balance in debt is not paid out', async () => {
  await sandbox.close();
  ({ sandbox, stripe } = await setUp({ payouts: 'weekly' }));
  const { charge } = await payOnce(100);
  sandbox.dispute(charge);
  await sandbox.advance({ days: 15 });
  expect((await stripe.payouts.list()).data).toEqual([]);
});
