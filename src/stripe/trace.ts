import type Stripe from 'stripe';
import { PLEDGE_KEY } from './checkout-session.ts';
import type { PledgeTrace } from './fact.ts';
import { expanded, idOf } from './movements.ts';
import type { ReadingSource } from './source.ts';

/** Whose a charge is: its own metadata says so (once), or that of the invoice behind it. */
export async function traceOfCharge(
  source: ReadingSource,
  charge: Stripe.Charge,
): Promise<PledgeTrace | null> {
  const paymentIntentId = idOf(charge.payment_intent);
  if (paymentIntentId === null) return null;
  const own = charge.metadata[PLEDGE_KEY];
  return own === undefined ? traceOfIntent(source, paymentIntentId) : { pledgeId: own, paymentIntentId };
}

/** The same for a payment: a recurring one is told by its invoice. */
export async function traceOfIntent(
  { stripe, pace }: ReadingSource,
  intentId: string,
): Promise<PledgeTrace | null> {
  await pace();
  const payments = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intentId },
    expand: ['data.invoice'],
    limit: 1,
  });
  const invoice = expanded(payments.data[0]?.invoice);
  if (invoice === null || invoice.deleted) return null;
  const details = invoice.parent?.subscription_details;
  const pledgeId = details?.metadata?.[PLEDGE_KEY];
  const subscriptionId = idOf(details?.subscription);
  return pledgeId === undefined || subscriptionId === null ? null : { pledgeId, subscriptionId };
}
