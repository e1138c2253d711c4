import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { once, receiver, secret, setUp } from './support.ts';

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
}
async function pay(amountMinor = 1000, currency = 'eur', card = 'good') {
  const { session } = sandbox.pledge(once(amountMinor, currency), { card });
  await seen();
  return session;
}
async function seen() {
  await sandbox.drain();
  return hook.received.splice(0).map(({ event }) => event.type as string);
}
const lines = async () => (await stripe.balanceTransactions.list({ limit: 100 })).data;

test('an inquiry moves no money and ends when evidence convinces the bank', async () => {
  const session = await pay();
  const inquiry = sandbox.dispute(session, { inquiry: true });
  expect(inquiry).toMatchObject({
    status: 'warning_needs_response',
    reason: 'general',
    is_charge_refundable: true,
    balance_transactions: [],
    payment_method_details: { card: { case_type: 'inquiry' } },
  });
  expect(await seen()).toEqual(['charge.dispute.created']);
  await stripe.disputes.update(inquiry.id, { evidence: { customer_name: 'A Reader' } });
  expect(await stripe.disputes.retrieve(inquiry.id)).toMatchObject({ status: 'warning_under_review' });
  expect(() => sandbox.closeDispute(inquiry.id, 'won')).toThrow('ends as warning_closed or is escalated');
  await stripe.disputes.update(inquiry.id, { evidence: { uncategorized_text: 'winning_evidence' } });
  expect(await stripe.disputes.retrieve(inquiry.id)).toMatchObject({ status: 'warning_closed' });
  expect(await seen()).toEqual(['charge.dispute.updated', 'charge.dispute.updated', 'charge.dispute.closed']);
  expect(await lines()).toHaveLength(1);
  await expect(stripe.refunds.create({ charge: inquiry.charge })).resolves.toMatchObject({
    status: 'succeeded',
  });
});

test('an inquiry about a refunded charge closes, and so does one that nobody pursues', async () => {
  const [first, second] = [await pay(), await pay(2000, 'eur', 'inquiry')];
  const inquiry = sandbox.dispute(first, { inquiry: true });
  sandbox.refund(first);
  expect((await seen()).slice(-2)).toEqual(['charge.refunded', 'charge.dispute.closed']);
  expect(await stripe.disputes.retrieve(inquiry.id)).toMatchObject({ status: 'warning_closed' });
  await sandbox.advance({ minutes: 1 });
  const [other] = (await stripe.disputes.list()).data;
  expect(other).toMatchObject({ status: 'warning_needs_response', amount: 2000 });
  await sandbox.advance({ days: 120 });
  expect(await stripe.disputes.retrieve(other!.id)).toMatchObject({ status: 'warning_closed' });
  expect(sandbox.dispute(second)).toMatchObject({ status: 'needs_response' });
});

test('an inquiry becomes a dispute, which takes what was not refunded meanwhile', async () => {
  const session = await pay(1000);
  const inquiry = sandbox.dispute(session, { inquiry: true });
  sandbox.refund(session, 400);
  await seen();
  sandbox.escalate(inquiry.id);
  expect(await seen()).toEqual(['charge.dispute.updated', 'charge.dispute.funds_withdrawn']);
  expect(await stripe.disputes.retrieve(inquiry.id)).toMatchObject({
    status: 'needs_response',
    amount: 600,
    is_charge_refundable: false,
    payment_method_details: { card: { case_type: 'chargeback' } },
    balance_transactions: [{ amount: -600, fee: 1500, net: -2100 }],
  });
  expect(() => sandbox.escalate(inquiry.id)).toThrow('no open inquiry');
  await expect(stripe.refunds.create({ charge: inquiry.charge })).rejects.toMatchObject({
    code: 'charge_disputed',
  });
});

test('a part is disputed, and a dispute may ignore an earlier refund', async () => {
  const [first, second] = [await pay(1000, 'pln'), await pay(1000)];
  expect(sandbox.dispute(first, { amountMinor: 333 })).toMatchObject({
    amount: 333,
    balance_transactions: [{ amount: -Math.round(333 / 4.25), currency: 'eur' }],
  });
  expect(() => sandbox.dispute(first)).toThrow('already been disputed');
  sandbox.refund(second, 400);
  expect(() => sandbox.dispute(second, { amountMinor: 1001 })).toThrow('from 1 to 1000');
  const whole = sandbox.dispute(second, { amountMinor: 1000, reason: 'duplicate' });
  expect(whole).toMatchObject({ amount: 1000, reason: 'duplicate' });
  sandbox.closeDispute(whole.id, 'lost', 400);
  expect(await stripe.disputes.retrieve(whole.id)).toMatchObject({
    status: 'lost',
    balance_transactions: [
      { amount: -1000, fee: 1500 },
      { amount: 400, fee: 0, net: 400, reporting_category: 'dispute_reversal' },
    ],
  });
  expect((await seen()).slice(-2)).toEqual(['charge.dispute.funds_reinstated', 'charge.dispute.closed']);
});

test('a dispute after a partial refund takes the rest', async () => {
  const session = await pay(1000);
  sandbox.refund(session, 250);
  expect(sandbox.dispute(session)).toMatchObject({ amount: 750, balance_transactions: [{ amount: -750 }] });
  sandbox.closeDispute((await stripe.disputes.list()).data[0]!.id, 'lost');
  expect((await lines()).reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
});

test.each([
  [true, -1500],
  [false, 0],
])('where the agreement returns the fee (%s), a win brings it back', async (disputeFeeReturned, fee) => {
  await sandbox.close();
  await open({ disputeFeeReturned });
  const dispute = sandbox.dispute(await pay());
  sandbox.closeDispute(dispute.id, 'won');
  const won = await stripe.disputes.retrieve(dispute.id);
  expect(won.balance_transactions[1]).toMatchObject({ amount: 1000, fee, net: 1000 - fee });
});
