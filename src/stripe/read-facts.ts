import type Stripe from 'stripe';
import type { WebhookEvent } from '../webhooks/webhook-event.ts';
import { chargeFacts, movementFacts } from './charge-facts.ts';
import { PLEDGE_KEY } from './checkout-session.ts';
import type { Fact, PledgeTrace, Reading } from './fact.ts';
import { at, disputeMovements, expanded, idOf, payoutMovements, refundMovements } from './movements.ts';
import { payoutFacts } from './payout-facts.ts';
import type { ReadingSource } from './source.ts';
import { subscriptionFact } from './subscription-fact.ts';
import { traceOfCharge, traceOfIntent } from './trace.ts';

/** Object types that this service reads, most telling first: one read of these covers the others' events. */
export const READ_ORDER = [
  'checkout.session',
  'invoice',
  'subscription',
  'dispute',
  'radar.early_fraud_warning',
  'refund',
  'payout',
  'payment_intent',
  'charge',
];

const NOT_OURS: Reading = { kind: 'not_ours' };

/** Both sides of a charge's money: what came, and what left where a debit bounced. */
const CHARGE_MONEY = ['balance_transaction', 'failure_balance_transaction'];

/**
 * Re-reads the object that an event is about and says what it means. The event's payload plays no part:
 * disorder, repeats and delays cannot matter. The only switch on Stripe's object types.
 */
export async function readFacts(
  source: ReadingSource,
  object: Pick<WebhookEvent, 'objectType' | 'objectId'>,
): Promise<Reading> {
  switch (object.objectType) {
    case 'checkout.session':
      return readSession(source, object.objectId);
    case 'invoice':
      return readInvoice(source, object.objectId);
    case 'subscription':
      return readSubscription(source, object.objectId);
    case 'payment_intent':
      return readPaymentIntent(source, object.objectId);
    case 'charge':
      return readCharge(source, object.objectId);
    case 'refund':
      return readRefund(source, object.objectId);
    case 'dispute':
      return readDispute(source, object.objectId);
    case 'radar.early_fraud_warning':
      return readFraudWarning(source, object.objectId);
    case 'payout':
      return readPayout(source, object.objectId);
    default:
      return NOT_OURS;
  }
}

async function readSession({ stripe, pace }: ReadingSource, id: string): Promise<Reading> {
  await pace();
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: [...within('payment_intent.latest_charge', CHARGE_MONEY), 'subscription'],
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
      paymentIntentId: idOf(session.payment_intent),
    });
  }
  if (intent !== null) facts.push(...intentFacts(intent, { finished: session.status === 'complete' }));
  if (subscription !== null) facts.push(subscriptionFact(subscription));
  const address = session.customer_details?.email;
  // An unpaid page is one whose bank debit is still on its way: its event comes when the money does.
  if (address && session.status === 'complete' && session.payment_status !== 'unpaid') {
    const paid = expanded(intent?.latest_charge) ?? subscription ?? session;
    facts.push({ kind: 'payer', address, paidAt: at(paid.created) });
  }
  return ours({ pledgeId, sessionId: session.id }, facts, [
    session.id,
    ...intentIds(intent),
    subscription?.id,
  ]);
}

async function readInvoice(source: ReadingSource, id: string): Promise<Reading> {
  const { stripe, pace } = source;
  await pace();
  const invoice = await stripe.invoices.retrieve(id, {
    // Not the payments inside: one that was made outside of Stripe has no payment intent to expand.
    expand: ['payments', 'parent.subscription_details.subscription'],
  });
  const details = invoice.parent?.subscription_details;
  const subscription = expanded(details?.subscription);
  const subscriptionId = idOf(details?.subscription);
  const pledgeId = details?.metadata?.[PLEDGE_KEY] ?? subscription?.metadata[PLEDGE_KEY];
  if (pledgeId === undefined || subscriptionId === null) return NOT_OURS;

  const facts: Fact[] = subscription === null ? [] : [subscriptionFact(subscription)];
  const covered: (string | null | undefined)[] = [invoice.id, subscription?.id];
  const paidIntents: string[] = [];
  for (const payment of invoice.payments?.data ?? []) {
    const intentId = idOf(payment.payment.payment_intent);
    if (payment.status === 'paid' && intentId !== null) paidIntents.push(intentId);
  }
  const paidAt = invoice.status_transitions.paid_at;
  // Paid outside of Stripe: a payment of the supporter's that no balance shows.
  if (paidIntents.length === 0 && invoice.status === 'paid' && paidAt !== null && invoice.amount_paid > 0)
    facts.push({ kind: 'paid', at: at(paidAt), elsewhere: true });
  for (const intentId of paidIntents) {
    await pace();
    const intent = await stripe.paymentIntents.retrieve(intentId, {
      expand: within('latest_charge', CHARGE_MONEY),
    });
    facts.push(...latestChargeFacts(intent));
    covered.push(...intentIds(intent));
  }
  const isStuck = invoice.status === 'draft' && invoice.last_finalization_error !== null;
  facts.push({
    kind: 'concern',
    concern: { kind: 'invoice_not_issued', stripeObjectId: invoice.id ?? id, dueAt: null, isOpen: isStuck },
  });
  return ours({ pledgeId, subscriptionId }, facts, covered);
}

async function readSubscription({ stripe, pace }: ReadingSource, id: string): Promise<Reading> {
  await pace();
  const subscription = await stripe.subscriptions.retrieve(id);
  const pledgeId = subscription.metadata[PLEDGE_KEY];
  if (pledgeId === undefined) return NOT_OURS;
  return ours({ pledgeId, subscriptionId: id }, [subscriptionFact(subscription)], [subscription.id]);
}

async function readPaymentIntent(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const intent = await source.stripe.paymentIntents.retrieve(id, {
    expand: within('latest_charge', CHARGE_MONEY),
  });
  const own = intent.metadata[PLEDGE_KEY];
  if (own !== undefined)
    return ours(
      { pledgeId: own, paymentIntentId: id },
      intentFacts(intent, { finished: false }),
      intentIds(intent),
    );
  const trace = await traceOfIntent(source, id);
  return trace === null ? NOT_OURS : ours(trace, latestChargeFacts(intent), intentIds(intent));
}

async function readCharge(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const charge = await source.stripe.charges.retrieve(id, { expand: CHARGE_MONEY });
  const trace = await traceOfCharge(source, charge);
  return trace === null ? NOT_OURS : ours(trace, chargeFacts(charge), [charge.id]);
}

async function readRefund(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const refund = await source.stripe.refunds.retrieve(id, {
    expand: ['balance_transaction', 'failure_balance_transaction', ...within('charge', CHARGE_MONEY)],
  });
  const charge = expanded(refund.charge);
  const trace = charge === null ? null : await traceOfCharge(source, charge);
  if (charge === null || trace === null) return NOT_OURS;
  const concern = {
    kind: 'refund_failed',
    stripeObjectId: refund.id,
    dueAt: null,
    isOpen: refund.status === 'failed',
  } as const;
  const facts: Fact[] = [
    ...chargeFacts(charge),
    ...movementFacts(refundMovements(refund, charge)),
    { kind: 'concern', concern },
  ];
  return ours(trace, facts, [refund.id]);
}

async function readDispute(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const dispute = await source.stripe.disputes.retrieve(id, { expand: within('charge', CHARGE_MONEY) });
  const charge = expanded(dispute.charge);
  const trace = charge === null ? null : await traceOfCharge(source, charge);
  if (charge === null || trace === null) return NOT_OURS;
  const dueBy = dispute.evidence_details.due_by;
  const concern = {
    kind: 'dispute',
    stripeObjectId: dispute.id,
    dueAt: dueBy === null ? null : at(dueBy),
    isOpen: dispute.status === 'needs_response' || dispute.status === 'warning_needs_response',
  } as const;
  const facts: Fact[] = [
    ...chargeFacts(charge),
    ...movementFacts(disputeMovements(dispute, charge)),
    { kind: 'concern', concern },
  ];
  return ours(trace, facts, [dispute.id]);
}

async function readFraudWarning(source: ReadingSource, id: string): Promise<Reading> {
  await source.pace();
  const warning = await source.stripe.radar.earlyFraudWarnings.retrieve(id, {
    expand: within('charge', CHARGE_MONEY),
  });
  const charge = expanded(warning.charge);
  const trace = charge === null ? null : await traceOfCharge(source, charge);
  if (charge === null || trace === null) return NOT_OURS;
  const concern = {
    kind: 'early_fraud_warning',
    stripeObjectId: id,
    dueAt: null,
    isOpen: warning.actionable,
  } as const;
  return ours(trace, [...chargeFacts(charge), { kind: 'concern', concern }], [id]);
}

async function readPayout({ stripe, pace }: ReadingSource, id: string): Promise<Reading> {
  await pace();
  const payout = await stripe.payouts.retrieve(id, { expand: CHARGE_MONEY });
  return ours(null, [...movementFacts(payoutMovements(payout)), ...payoutFacts(payout)], [payout.id]);
}

/** What the payment intent of a once pledge says. */
function intentFacts(intent: Stripe.PaymentIntent, { finished }: { finished: boolean }): Fact[] {
  const charge = expanded(intent.latest_charge);
  // On an open page a decline is one try of several; once the page is finished it is the bank's answer.
  const refused = finished && (intent.status === 'requires_payment_method' || intent.status === 'canceled');
  const failed: Fact[] = refused
    ? [{ kind: 'payment_failed', at: at(charge?.created ?? intent.created) }]
    : [];
  return [...latestChargeFacts(intent), ...failed];
}

function latestChargeFacts(intent: Stripe.PaymentIntent): Fact[] {
  const charge = expanded(intent.latest_charge);
  return charge === null ? [] : chargeFacts(charge);
}

function intentIds(intent: Stripe.PaymentIntent | null): (string | null | undefined)[] {
  return intent === null ? [] : [intent.id, idOf(intent.latest_charge)];
}

/** Paths to expand inside another object. */
function within(path: string, fields: readonly string[]): string[] {
  return fields.map((field) => `${path}.${field}`);
}

function ours(pledge: PledgeTrace | null, facts: Fact[], covered: (string | null | undefined)[]): Reading {
  return { kind: 'ours', pledge, facts, coveredObjectIds: covered.filter((id) => typeof id === 'string') };
}
