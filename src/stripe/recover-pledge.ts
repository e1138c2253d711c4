import type Stripe from 'stripe';
import type { Frequency } from '../checkout/contract.ts';
import { NO_MARKS, statusOf, type Pledge } from '../pledges/pledge.ts';
import type { PledgeNote } from '../pledges/pledge-note.ts';
import { PLEDGE_KEY } from './checkout-session.ts';
import type { PledgeTrace } from './fact.ts';
import { at } from './movements.ts';
import type { ReadingSource } from './source.ts';

export type Recovered =
  | { kind: 'pledge'; pledge: Pledge }
  /** The session leads back to another service that shares the Stripe account. */
  | { kind: 'other_deployment' }
  /** Metadata that was copied by hand: no checkout of ours stands behind it. */
  | { kind: 'no_session' };

/**
 * Makes a pledge anew from its checkout session, as it was before anything came of it: the database was
 * restored from an older copy. What became of it since, the look that asked for it will tell.
 */
export async function recoverPledge(
  source: ReadingSource & {
    publicUrl: string;
    livemode: boolean;
    openNote: (sealed: string) => PledgeNote | null;
  },
  trace: PledgeTrace,
): Promise<Recovered> {
  const session = await sessionOf(source, trace);
  const item = session?.line_items?.data[0];
  if (session === null || item === undefined || session.success_url === null) return { kind: 'no_session' };
  const back = new URL(session.success_url);
  if (back.origin !== new URL(source.publicUrl).origin) return { kind: 'other_deployment' };
  const note = source.openNote(back.searchParams.get('s')?.split('.')[2] ?? '');
  const frequency = frequencyOf(item);
  const marks = {
    ...NO_MARKS,
    completedAt: session.status === 'complete' ? at(session.created) : null,
    expiredAt: session.status === 'expired' ? at(session.expires_at) : null,
  };
  return {
    kind: 'pledge',
    pledge: {
      pledgeId: trace.pledgeId,
      frequency,
      amountMinor: session.amount_total ?? item.amount_total,
      currency: (session.currency ?? item.currency).toUpperCase(),
      campaign: note?.campaign ?? null,
      lang: note?.lang ?? (session.locale === null || session.locale === 'auto' ? 'en' : session.locale),
      variant: note?.variant ?? null,
      createdAt: at(session.created),
      livemode: source.livemode,
      // The thank-you page has served long ago.
      thanksToken: null,
      stripeCheckoutSessionId: session.id,
      stripeCustomerId: null,
      stripeSubscriptionId: null,
      stripeSubscriptionCreatedAt: null,
      stripePaymentIntentId: null,
      marks,
      status: statusOf(frequency, marks),
      version: 0,
    },
  };
}

async function sessionOf(
  { stripe, pace }: ReadingSource,
  trace: PledgeTrace,
): Promise<Stripe.Checkout.Session | null> {
  await pace();
  if ('sessionId' in trace)
    return stripe.checkout.sessions.retrieve(trace.sessionId, { expand: ['line_items'] });
  const by =
    'subscriptionId' in trace
      ? { subscription: trace.subscriptionId }
      : { payment_intent: trace.paymentIntentId };
  const found = await stripe.checkout.sessions.list({ ...by, limit: 1, expand: ['data.line_items'] });
  const session = found.data[0];
  return session?.metadata?.[PLEDGE_KEY] === trace.pledgeId ? session : null;
}

function frequencyOf(item: Stripe.LineItem): Frequency {
  const interval = item.price?.recurring?.interval;
  return interval === undefined ? 'once' : interval === 'year' ? 'annual' : 'monthly';
}
