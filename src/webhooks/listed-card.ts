import type { AppContext } from '../context.ts';
import { isListedCountry } from '../http/country.ts';
import { derivedId } from '../ids.ts';
import type { Pledge } from '../pledges/pledge.ts';
import type { Fact } from '../stripe/fact.ts';

type Needs = Pick<AppContext, 'config' | 'store' | 'stripe' | 'log' | 'metrics' | 'now'>;

/** A payment by a card that was issued in a country on the publisher's list. */
export type ListedCard = {
  stripeChargeId: string;
  /** The plan that would charge it again. */
  stripeSubscriptionId: string | null;
  /** What to count: the read that books the payment, or the one of a try that the bank saw and refused. */
  count: 'listed_card' | 'listed_card_refused' | null;
};

/** What a read says of such a card, in memory only: that a pledge met one is written nowhere. */
export async function listedCard(
  { config, store }: Needs,
  pledge: Pledge,
  facts: readonly Fact[],
  target: { objectId: string },
): Promise<ListedCard | null> {
  const card = facts.find((fact) => fact.kind === 'card_country' && isListedCountry(config, fact.country));
  if (card?.kind !== 'card_country') return null;
  const { stripeChargeId } = card;
  const subscription = facts.find((fact) => fact.kind === 'subscription');
  const isBooking = facts.some(
    (fact) =>
      fact.kind === 'movement' &&
      fact.movement.kind === 'payment' &&
      fact.movement.stripeChargeId === stripeChargeId,
  );
  return {
    stripeChargeId,
    stripeSubscriptionId: subscription?.subscriptionId ?? pledge.stripeSubscriptionId,
    count: card.paid ? await ofPayment() : target.objectId === stripeChargeId ? 'listed_card_refused' : null,
  };

  async function ofPayment(): Promise<'listed_card' | null> {
    const isNew = isBooking && (await store.pledgeOfPayment(derivedId('pay', stripeChargeId))) === null;
    return isNew ? 'listed_card' : null;
  }
}

/** Ends the plan behind the card, before the event is settled: should Stripe not answer, it is tried again. */
export async function endListedPlan({ stripe }: Needs, pledge: Pledge, card: ListedCard): Promise<void> {
  if (card.stripeSubscriptionId === null) return;
  // A second subscription may go on collecting after the pledge's own has ended.
  if (card.stripeSubscriptionId === pledge.stripeSubscriptionId && pledge.marks.endedAt !== null) return;
  const subscription = await stripe.subscriptions.retrieve(card.stripeSubscriptionId);
  if (subscription.status !== 'canceled') await stripe.subscriptions.cancel(card.stripeSubscriptionId);
}

/**
 * Tells staff by a count, and gives the money back only where the publisher chose so: a refund is a second
 * line in the same bank's records.
 */
export async function countListedCard(needs: Needs, card: ListedCard): Promise<void> {
  if (card.count === null) return;
  const { config, store, stripe, log, metrics, now } = needs;
  await store.count(now().toISOString().slice(0, 10), card.count);
  metrics.listedCards.inc({ outcome: card.count === 'listed_card' ? 'paid' : 'refused' });
  log.warn(card.count, { count: 1 });
  if (card.count === 'listed_card_refused' || !config.publisher.countries.refund) return;
  const idempotencyKey = `listed-card-${card.stripeChargeId}`;
  await stripe.refunds.create({ charge: card.stripeChargeId }, { idempotencyKey });
}
