import type Stripe from 'stripe';
import { derivedId } from '../ids.ts';
import type { WebhookEvent } from '../webhooks/webhook-event.ts';
import { PLEDGE_KEY } from './checkout-session.ts';
import type { Fact, Reading } from './fact.ts';
import {
  at,
  chargeMovement,
  disputeMovements,
  expanded,
  idOf,
  payoutMovements,
  refundMovements,
} from './movements.ts';
import { subscriptionFact } from './subscription-fact.ts';

/** What a reading needs: Stripe behind a pace, and the pledges of payments that were booked before. */
export type ReadingSource = {
  stripe: Stripe;
  /** Waits for a place under the configured number of reads a second. */
  pace: () => Promise<void>;
  pledgeOfPayment: (paymentId: string) => Promise<string | null>;
};

/** Object types that this service reads, most telling first: one read of these covers the others' events. */
export const READ_ORDER = [
  'checkout.session',
  'invoice',
  'subscription',
  'dispute',
  'refund',
  'payout',
  'payment_intent',
  'charge',
];

const NOT_OURS: Reading = { kind: 'not_ours' };

/**
 * Re-reads the object that an event is about and says what it means. The event's payload plays no part:
 * disorder, repeats and delays cannot matter. The only switch on Stripe's object types.
 */
export async function readFacts(
  source: ReadingSource,
  event: Pick<WebhookEvent, 'objectType' | 'objectId'>,
): Promise<Reading> {
  switch (event.objectType) {
    case 'checkout.session':
      return readSession(source, event.objectId);
    case 'invoice':
      return readInvoice(source, event.objectId);
    case 'subscription':
      return readSubscription(source, event.objectId);
    case 'payment_intent':
      return readPaymentIntent(source, event.objectId);
    case 'charge':
      return readCharge(source, event.objectId);
    case 'refund':
      return readRefund(source, event.objectId);
    case 'dispute':
      return readDispute(source, event.objectId);
    case 'payout':
      return readPayout(source, event.objectId);
    default:
      return NOT_OURS;
  }
}

async function readSession({ stripe, pace }: ReadingSource, id: string): Promise<Reading> {
  await pace();
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: ['payment_intent.latest_charge.balance_transaction', 'subscription'],
  });
  const pledgeId = session.metadata?.[PLEDGE_KEY];
  if (pledgeId === undefined) return NOT_OURS;
  const intent = expanded(session.payment_intent);
  const subscription = expanded(session.subscription);
  const facts: Fact[] = [];
  if (session.status !== 'open') {
    facts.push({
      kind: 'checkout',
      state: session.status === 'complete' ? 'completed' : 'expired',
      at: at(session.status === 'complete' ? session.created : session.expires_at),
      sessionId: session.id,
      customerId: idOf(session.customer),
      subscriptionId: idOf(session.subscription),
      paymentIntentId: idOf(session.payment_intent),
    });
  }
  if (intent !== null) facts.push(...intentFacts(intent, { finished: session.status === 'complete' }));
  if (subscription !== null) facts.push(subscriptionFact(subscription));
  return ours(pledgeId, facts, [session.id, ...intentIds(intent), subscription?.id]);
}

async function readInvoice(source: ReadingSource, id: string): Promise<Reading> {
  const { stripe, pace } = source;
  await pace();
  const invoice = await stripe.invoices.retrieve(id, {
    expand: ['payments.data.payment.payment_intent', 'parent.subscription_details.subscription'],
  });
  const details = invoice.parent?.subscription_details;
  const subscription = expanded(details?.subscription);
  const pledgeId = details?.metadata?.[PLEDGE_KEY] ?? subscription?.metadata[PLEDGE_KEY];
  if (pledgeId === undefined) return NOT_OURS;

  const facts: Fact[] = subscription === null ? [] : [subscriptionFact(subscription)];
  const covered: (string | null | undefined)[] = [invoice.id, subscription?.id];
  const paidAt = invoice.status_transitions.paid_at;
  if (invoice.status === 'paid' && paidAt !== null && invoice.amount_paid > 0)
    facts.push({ kind: 'paid', at: at(paidAt) });
  for (const payment of invoice.payments?.data ?? []) {
    const intentId = idOf(payment.payment.payment_intent);
    if (payment.status !== 'paid' || intentId === null) continue;
    await pace();
    const intent = await stripe.paymentIntents.retrieve(intentId, {
      expand: ['latest_charge.balance_transaction'],
    });
    facts.push(...movementFacts(intent));
    covered.push(...intentIds(intent));
  }
  return ours(pledgeId, facts, covered);
}

async function readSubscription({ stripe, pace }: ReadingSource, id: string): Promise<Reading> {
  await pace();
  const subscription = await stripe.subscriptions.retrieve(id);
  const pledgeId = subscription.metadata[PLEDGE_KEY];
  if (pledgeId === undefined) return NOT_OURS;
  return ours(pledgeId, [subscriptionFact(subscription)], [subscription.id]);
}

async function readPaymentIntent(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const intent = await source.stripe.paymentIntents.retrieve(id, {
    expand: ['latest_charge.balance_transaction'],
  });
  const own = intent.metadata[PLEDGE_KEY];
  if (own !== undefined) return ours(own, intentFacts(intent, { finished: false }), intentIds(intent));
  const pledgeId = await pledgeOfIntent(source, intent.id, expanded(intent.latest_charge)?.id ?? null);
  return pledgeId === null ? NOT_OURS : ours(pledgeId, movementFacts(intent), intentIds(intent));
}

async function readCharge(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const charge = await source.stripe.charges.retrieve(id, { expand: ['balance_transaction'] });
  const pledgeId = await pledgeOfCharge(source, charge);
  if (pledgeId === null) return NOT_OURS;
  const facts = chargeFacts(charge);
  // A recurring payment is "paid" by its invoice alone; a once payment by its charge as well.
  if (charge.metadata[PLEDGE_KEY] !== undefined && charge.status === 'succeeded')
    facts.push({ kind: 'paid', at: at(charge.created) });
  return ours(pledgeId, facts, [charge.id]);
}

async function readRefund(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const refund = await source.stripe.refunds.retrieve(id, {
    expand: ['balance_transaction', 'failure_balance_transaction', 'charge.balance_transaction'],
  });
  const charge = expanded(refund.charge);
  const pledgeId = charge === null ? null : await pledgeOfCharge(source, charge);
  if (charge === null || pledgeId === null) return NOT_OURS;
  return ours(pledgeId, [...chargeFacts(charge), ...movements(refundMovements(refund, charge))], [refund.id]);
}

async function readDispute(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const dispute = await source.stripe.disputes.retrieve(id, { expand: ['charge.balance_transaction'] });
  const charge = expanded(dispute.charge);
  const pledgeId = charge === null ? null : await pledgeOfCharge(source, charge);
  if (charge === null || pledgeId === null) return NOT_OURS;
  return ours(
    pledgeId,
    [...chargeFacts(charge), ...movements(disputeMovements(dispute, charge))],
    [dispute.id],
  );
}

async function readPayout({ stripe, pace }: ReadingSource, id: string): Promise<Reading> {
  await pace();
  const payout = await stripe.payouts.retrieve(id, {
    expand: ['balance_transaction', 'failure_balance_transaction'],
  });
  return ours(null, movements(payoutMovements(payout)), [payout.id]);
}

/** The pledge of a charge: its own metadata (once), the ledger (booked before), or the invoice behind it. */
async function pledgeOfCharge(source: ReadingSource, charge: Stripe.Charge): Promise<string | null> {
  const own = charge.metadata[PLEDGE_KEY];
  if (own !== undefined) return own;
  return pledgeOfIntent(source, idOf(charge.payment_intent), charge.id);
}

async function pledgeOfIntent(
  { stripe, pace, pledgeOfPayment }: ReadingSource,
  intentId: string | null,
  chargeId: string | null,
): Promise<string | null> {
  const booked = chargeId === null ? null : await pledgeOfPayment(derivedId('pay', chargeId));
  if (booked !== null) return booked;
  if (intentId === null) return null;
  await pace();
  const payments = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intentId },
    expand: ['data.invoice'],
    limit: 1,
  });
  const invoice = expanded(payments.data[0]?.invoice);
  if (invoice === null || invoice.deleted) return null;
  return invoice.parent?.subscription_details?.metadata?.[PLEDGE_KEY] ?? null;
}

/** What the payment intent of a once pledge says. */
function intentFacts(intent: Stripe.PaymentIntent, { finished }: { finished: boolean }): Fact[] {
  const charge = expanded(intent.latest_charge);
  if (intent.status === 'succeeded')
    return [{ kind: 'paid', at: at(charge?.created ?? intent.created) }, ...movementFacts(intent)];
  // On an open page a decline is one try of several; once the page is finished it is the bank's answer.
  const refused = finished && (intent.status === 'requires_payment_method' || intent.status === 'canceled');
  return refused ? [{ kind: 'payment_failed', at: at(charge?.created ?? intent.created) }] : [];
}

function movementFacts(intent: Stripe.PaymentIntent): Fact[] {
  const charge = expanded(intent.latest_charge);
  return charge === null ? [] : chargeFacts(charge);
}

function chargeFacts(charge: Stripe.Charge): Fact[] {
  if (charge.status !== 'succeeded') return [];
  const movement = chargeMovement(charge);
  const country = charge.payment_method_details?.card?.country;
  return [
    ...(movement === null ? [{ kind: 'fee_pending' } as const] : movements([movement])),
    ...(country ? [{ kind: 'card_country', country, stripeChargeId: charge.id } as const] : []),
  ];
}

function movements(list: Extract<Fact, { kind: 'movement' }>['movement'][]): Fact[] {
  return list.map((movement) => ({ kind: 'movement', movement }));
}

function intentIds(intent: Stripe.PaymentIntent | null): (string | null | undefined)[] {
  return intent === null ? [] : [intent.id, idOf(intent.latest_charge)];
}

function ours(pledgeId: string | null, facts: Fact[], covered: (string | null | undefined)[]): Reading {
  return { kind: 'ours', pledgeId, facts, coveredObjectIds: covered.filter((id) => typeof id === 'string') };
}
