import { emit } from '../events/event.ts';
import { invalidRequest } from '../http/fault.ts';
import type { Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { closeUnpaid } from './invoices.ts';

/** Ends a subscription now. */
export function endSubscription(
  world: World,
  subscription: Subscription,
  details: {
    reason: 'cancellation_requested' | 'payment_failed' | 'payment_disputed';
    comment?: string | null;
    feedback?: string | null;
  },
): Subscription {
  if (isEnded(subscription))
    throw invalidRequest(`No such subscription: '${subscription.id}'`, 'id', 'resource_missing');
  const now = world.clock.now();
  Object.assign(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
  });
  const known = subscription.cancellation_details;
  subscription.cancellation_details = {
    comment: details.comment ?? known?.comment ?? null,
    feedback: (details.feedback ?? known?.feedback ?? null) as 'other' | null,
    feedback_option: null,
    reason: details.reason,
  };
  const latest = world.state.invoices.get(subscription.latest_invoice ?? '');
  if (latest?.status === 'draft') closeUnpaid(world, latest, 'void');
  if (latest?.status === 'open') Object.assign(latest, { auto_advance: false, next_payment_attempt: null });
  emit(world, 'customer.subscription.deleted', subscription);
  return subscription;
}

export function isEnded(subscription: Subscription): boolean {
  return subscription.status === 'canceled' || subscription.status === 'incomplete_expired';
}
