import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp } from './support.ts';

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

async function seen() {
  await sandbox.drain();
  return hook.received.splice(0).map(({ event }) => event.type as string);
}

test('a card brings an early fraud warning, and a full refund settles it', async () => {
  const paid = sandbox.pledge(once(1000), { card: '5423' });
  await seen();
  await sandbox.advance({ minutes: 1 });
  expect(await seen()).toEqual(['radar.early_fraud_warning.created']);
  const [warning] = (
    await stripe.radar.earlyFraudWarnings.list({
      payment_intent: paid.paymentIntent!,
      expand: ['data.charge'],
    })
  ).data;
  expect(warning).toMatchObject({
    actionable: true,
    payment_intent: paid.paymentIntent,
    charge: { object: 'charge', status: 'succeeded' },
  });
  sandbox.refund(paid.session, 400);
  expect(await stripe.radar.earlyFraudWarnings.retrieve(warning!.id)).toMatchObject({ actionable: true });
  sandbox.refund(paid.session);
  await sandbox.drain();
  expect(hook.received.at(-1)!.event).toMatchObject({
    type: 'radar.early_fraud_warning.updated',
    data: { object: { actionable: false }, previous_attributes: { actionable: true } },
  });
  expect(await stripe.radar.earlyFraudWarnings.retrieve(warning!.id)).toMatchObject({ actionable: false });
});

test('a dispute settles a warning too, and a warning may come for any card', async () => {
  const [paid, debit] = [sandbox.pledge(once(1000)), sandbox.pledge(once(1000), { card: 'bankDebit' })];
  const warning = sandbox.warnOfFraud(paid.session);
  expect(() => sandbox.warnOfFraud(debit.session)).toThrow('no successful card payment');
  sandbox.dispute(paid.session);
  expect(await seen()).toEqual(
    expect.arrayContaining(['radar.early_fraud_warning.updated', 'charge.dispute.funds_withdrawn']),
  );
  const charge = warning.charge;
  expect((await stripe.radar.earlyFraudWarnings.list({ charge })).data).toMatchObject([
    { id: warning.id, actionable: false },
  ]);
  await expect(stripe.radar.earlyFraudWarnings.retrieve('issfr_none')).rejects.toMatchObject({
    code: 'resource_missing',
  });
});

test('a blocked card never reaches the bank; a declined one does', async () => {
  const [blocked, declined] = [
    sandbox.pledge(once(1000), { card: '4100000000000019' }),
    sandbox.pledge(once(1000), { card: 'declined' }),
  ];
  expect([blocked.outcome, declined.outcome]).toMatchObject([
    { result: 'declined', message: 'Your card was declined.' },
    { result: 'declined' },
  ]);
  const outcome = async (intent: string | null) =>
    (await stripe.charges.list({ payment_intent: intent! })).data[0]!;
  expect(await outcome(blocked.paymentIntent)).toMatchObject({
    status: 'failed',
    failure_code: 'card_declined',
    outcome: { network_status: 'not_sent_to_network', type: 'blocked', risk_level: 'highest' },
  });
  expect(await outcome(declined.paymentIntent)).toMatchObject({
    outcome: { network_status: 'declined_by_network', type: 'issuer_declined', risk_level: 'normal' },
  });
  expect(await stripe.paymentIntents.retrieve(blocked.paymentIntent!)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { decline_code: 'fraudulent' },
  });
  expect((await stripe.balanceTransactions.list()).data).toEqual([]);
});

test('a renewal may be blocked as well', async () => {
  const { subscription } = sandbox.pledge(recurring(700));
  sandbox.changeCard(subscription!, 'blocked');
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  expect(await stripe.subscriptions.retrieve(subscription!)).toMatchObject({ status: 'past_due' });
  expect(sandbox.state.charges.all().at(-1)).toMatchObject({ outcome: { type: 'blocked' } });
});
