import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
let hook: Awaited<ReturnType<typeof receiver>>;
beforeEach(async () => {
  hook = await receiver();
  await open({});
});
afterEach(async () => {
  await sandbox.close();
  await hook.close();
});

async function open(options: SandboxOptions) {
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret }, ...options }));
  await seen();
}
async function seen() {
  await sandbox.drain();
  return hook.received.splice(0).map(({ event }) => event.type as string);
}
const lines = async () => (await stripe.balanceTransactions.list({ limit: 100 })).data;
const chargeOf = async (intent: string | null, expand: string[] = []) =>
  (await stripe.charges.list({ payment_intent: intent!, expand })).data[0]!;

test('a debit that had settled fails: the money goes, with its fee, and the session hears nothing', async () => {
  const paid = sandbox.pledge(once(1000), { card: 'bankDebitFailsLate' });
  await sandbox.advance({ days: 3 });
  expect(await seen()).toContain('checkout.session.async_payment_succeeded');
  expect(await lines()).toMatchObject([{ type: 'payment', amount: 1000, net: 941 }]);
  await sandbox.advance({ days: 5 });
  expect(await seen()).toEqual(['charge.failed', 'payment_intent.payment_failed']);
  const charge = await chargeOf(paid.paymentIntent, ['data.failure_balance_transaction']);
  expect(charge).toMatchObject({
    status: 'failed',
    paid: false,
    failure_code: 'payment_intent_payment_attempt_failed',
    failure_balance_transaction: {
      type: 'payment_failure_refund',
      reporting_category: 'charge_failure',
      amount: -1000,
      fee: -59,
      net: -941,
      source: charge.id,
    },
  });
  expect(charge.balance_transaction).not.toBeNull();
  expect(await stripe.paymentIntents.retrieve(paid.paymentIntent!)).toMatchObject({
    status: 'requires_payment_method',
    amount_received: 0,
  });
  expect(await stripe.checkout.sessions.retrieve(paid.session)).toMatchObject({ payment_status: 'paid' });
  await expect(stripe.refunds.create({ charge: charge.id })).rejects.toThrow('has not been paid');
});

test('a late failure may be asked for, of a settled debit alone', async () => {
  const debit = sandbox.pledge(recurring(700), { card: 'bankDebit' });
  const card = sandbox.pledge(once(1000));
  expect(() => sandbox.failDebit(card.session)).toThrow('is no bank debit');
  expect(() => sandbox.failDebit(debit.subscription!)).toThrow('has not succeeded');
  await sandbox.advance({ days: 3 });
  await seen();
  sandbox.failDebit(debit.subscription!);
  expect(await seen()).toEqual(['charge.failed', 'payment_intent.payment_failed']);
  expect(await stripe.invoices.retrieve(debit.invoice!)).toMatchObject({ status: 'paid' });
  expect(() => sandbox.failDebit(debit.subscription!)).toThrow('has not succeeded');
});

test('an account holder disputes a debit: it is lost at once, and the payment stays as it was', async () => {
  const paid = sandbox.pledge(once(1000), { card: 'bankDebitDisputed' });
  await sandbox.advance({ days: 3 });
  await seen();
  await sandbox.advance({ days: 5 });
  expect(await seen()).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.closed',
  ]);
  const [dispute] = (await stripe.disputes.list({ payment_intent: paid.paymentIntent! })).data;
  expect(dispute).toMatchObject({
    status: 'lost',
    reason: 'insufficient_funds',
    evidence_details: { due_by: null },
    balance_transactions: [{ type: 'adjustment', reporting_category: 'dispute', amount: -1000, fee: 1500 }],
  });
  expect(dispute!.payment_method_details).toBeUndefined();
  expect(await chargeOf(paid.paymentIntent)).toMatchObject({ status: 'succeeded', disputed: true });
  expect(() => sandbox.dispute(paid.session, { inquiry: true })).toThrow('already been disputed');
});

test('as at Stripe since 2024, a debit may be booked while it is pending, and off again when it fails', async () => {
  await sandbox.close();
  await open({ debitsBookedWhen: 'submitted' });
  const good = sandbox.pledge(once(1000), { card: 'bankDebit' });
  const bad = sandbox.pledge(once(2000), { card: 'bankDebitFails' });
  expect(await chargeOf(good.paymentIntent, ['data.balance_transaction'])).toMatchObject({
    status: 'pending',
    paid: false,
    balance_transaction: {
      type: 'payment',
      status: 'pending',
      available_on: Date.parse('2026-02-05T00:00:00Z') / 1000,
    },
  });
  await sandbox.advance({ days: 3 });
  expect(await seen()).toEqual(
    expect.arrayContaining(['charge.succeeded', 'charge.failed', 'checkout.session.async_payment_failed']),
  );
  expect(await chargeOf(bad.paymentIntent, ['data.failure_balance_transaction'])).toMatchObject({
    status: 'failed',
    failure_balance_transaction: { type: 'payment_failure_refund', amount: -2000 },
  });
  expect((await lines()).map(({ type, amount }) => [type, amount])).toEqual([
    ['payment_failure_refund', -2000],
    ['payment', 2000],
    ['payment', 1000],
  ]);
  await sandbox.advance({ days: 3 });
  expect(sandbox.payOut()).toMatchObject([{ amount: 941 }]);
});
