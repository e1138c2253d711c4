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
  /** True for the read that books the payment: each is counted once. */
  isNew: boolean;
};

/** What a read says of such a card, in memory only: that a pledge met one is written nowhere. */
export async function listedCard(
  { config, store }: Needs,
  pledge: Pledge,
  facts: readonly Fact[],
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
    isNew: isBooking && (await store.pledgeOfPayment(derivedId('pay', stripeChargeId))) === null,
  };
}

/** Ends the plan behind the card, before the event is settled: should Stripe not answer, it is tried again. */
export async function endListedPlan({ stripe }: Needs, pledge: Pledge, card: ListedCard): Promise<void> {
  if (card.stripeSubscriptionId === null || pledge.marks.endedAt !== null) return;
  const subscription = await stripe.subscriptions.retrieve(card.stripeSubscriptionId);
  if (subscription.status !== 'canceled') await stripe.subscriptions.cancel(card.stripeSubscriptionId);
}

/**
 * Tells staff by a count, and gives the money back only where the publisher chose so: a refund is a second
 * line in the same bank's records.
 */
export async function countListedCard(needs: Needs, card: ListedCard): Promise<void> {
  if (!card.isNew) return;
  const { config, store, stripe, log, metrics, now } = needs;
  await store.count(now().toISOString().slice(0, 10), 'listed_card');
  metrics.listedCards.inc();
  log.warn('listed_card', { count: 1 });
  if (!config.publisher.countries.refund) return;
  const idempotencyKey = `listed-card-${card.stripeChargeId}`;
  await stripe.refunds.create({ charge: card.stripeChargeId }, { idempotencyKey });
}
