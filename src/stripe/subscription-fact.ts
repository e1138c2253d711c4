import type Stripe from 'stripe';
import type { EndedReason, PledgeMarks } from '../pledges/pledge.ts';
import type { Fact } from './fact.ts';
import { at, idOf } from './movements.ts';

/** The state of a subscription in our words: when the next payment is due, or why there will be none. */
export function subscriptionFact(subscription: Stripe.Subscription): Fact {
  const item = subscription.items.data[0];
  const paused = subscription.pause_collection !== null || subscription.status === 'paused';
  const over = subscription.status === 'canceled' || subscription.status === 'incomplete_expired';
  const stops = subscription.cancel_at_period_end || subscription.cancel_at !== null;
  return {
    kind: 'subscription',
    subscriptionId: subscription.id,
    createdAt: at(subscription.created),
    customerId: idOf(subscription.customer),
    state: over ? null : paused ? 'paused' : (STATES[subscription.status] ?? null),
    amount:
      item?.price.unit_amount == null
        ? null
        : {
            amountMinor: item.price.unit_amount * (item.quantity ?? 1),
            currency: item.price.currency.toUpperCase(),
          },
    nextPaymentAt: over || paused || stops || item === undefined ? null : at(item.current_period_end),
    ended: over
      ? {
          at: at(subscription.ended_at ?? subscription.canceled_at ?? subscription.created),
          reason: endedReason(subscription),
        }
      : null,
  };
}

const STATES: Partial<Record<Stripe.Subscription['status'], PledgeMarks['subscriptionState']>> = {
  active: 'active',
  trialing: 'active',
  past_due: 'past_due',
  unpaid: 'past_due',
  incomplete: 'past_due',
};

const ENDED_REASONS: readonly string[] = [
  'cancellation_requested',
  'payment_failed',
  'payment_disputed',
  'canceled_by_retention_policy',
];

function endedReason(subscription: Stripe.Subscription): EndedReason {
  const reason = subscription.cancellation_details?.reason ?? 'other';
  return ENDED_REASONS.includes(reason) ? (reason as EndedReason) : 'other';
}
