import type Stripe from 'stripe';
import { mergeMetadata } from '../api/metadata.ts';
import { makePrice } from '../checkout/line-items.ts';
import { checkMetadata } from '../checkout/rules.ts';
import { emit } from '../events/event.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import type { Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { isEnded } from './ending.ts';

type Params = Stripe.SubscriptionUpdateParams;

/** Changes a running subscription. A new amount counts from the next period on: nothing is prorated here. */
export function updateSubscription(world: World, subscription: Subscription, params: Params): Subscription {
  if (isEnded(subscription) && (params.items !== undefined || params.cancel_at_period_end !== undefined))
    throw invalidRequest(
      'A canceled subscription can only update its cancellation_details and metadata.',
      undefined,
      'resource_missing',
    );
  checkMetadata(params.metadata, 'metadata');
  const before = JSON.stringify(subscription);
  subscription.metadata = mergeMetadata(subscription.metadata, params.metadata);
  if (params.description !== undefined) subscription.description = params.description || null;
  if (params.default_payment_method !== undefined)
    changeMethod(world, subscription, params.default_payment_method);
  changeEnd(world, subscription, params);
  changePause(subscription, params.pause_collection);
  changeItems(world, subscription, params.items);
  const previous = differences(JSON.parse(before) as Record<string, unknown>, subscription);
  if (Object.keys(previous).length > 0) emit(world, 'customer.subscription.updated', subscription, previous);
  return subscription;
}

function changeEnd(world: World, subscription: Subscription, params: Params): void {
  const now = world.clock.now();
  const details = params.cancellation_details;
  const known = subscription.cancellation_details;
  if (details !== undefined)
    subscription.cancellation_details = {
      comment: details.comment || (known?.comment ?? null),
      feedback: details.feedback || (known?.feedback ?? null),
      feedback_option: null,
      reason: known?.reason ?? null,
    };
  if (params.cancel_at_period_end === true) {
    const end = subscription.items.data[0]?.current_period_end ?? null;
    Object.assign(subscription, { cancel_at_period_end: true, cancel_at: end, canceled_at: now });
    Object.assign(subscription.cancellation_details ?? {}, { reason: 'cancellation_requested' });
  } else if (params.cancel_at_period_end === false) {
    Object.assign(subscription, { cancel_at_period_end: false, cancel_at: null, canceled_at: null });
    Object.assign(subscription.cancellation_details ?? {}, { reason: null });
  }
  if (typeof params.cancel_at === 'number')
    Object.assign(subscription, { cancel_at: params.cancel_at, canceled_at: now });
}

function changePause(subscription: Subscription, pause: Params['pause_collection'] | ''): void {
  if (pause === undefined) return;
  subscription.pause_collection =
    pause === null || pause === ''
      ? null
      : { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null };
}

function changeMethod(world: World, subscription: Subscription, id: string): void {
  if (!world.state.paymentMethods.has(id)) throw noSuch('PaymentMethod', id, 'default_payment_method');
  subscription.default_payment_method = id;
}

function changeItems(world: World, subscription: Subscription, items: Params['items']): void {
  for (const [i, change] of (items ?? []).entries()) {
    const item =
      change.id === undefined
        ? subscription.items.data[0]
        : subscription.items.data.find((item) => item.id === change.id);
    if (item === undefined) throw noSuch('subscription_item', change.id ?? '', `items[${i}][id]`);
    if (change.id === undefined)
      throw invalidRequest(
        'This sandbox changes items by their id; it does not add items.',
        `items[${i}][id]`,
      );
    if (change.price_data !== undefined)
      item.price = makePrice(world, change.price_data, `items[${i}][price_data]`);
    else if (change.price !== undefined) item.price = existing(world, change.price, i);
    if (item.price.currency !== subscription.currency)
      throw invalidRequest('The price has another currency than the subscription.', `items[${i}][price]`);
    if (change.quantity !== undefined) item.quantity = change.quantity;
  }
}

function existing(world: World, id: string, i: number) {
  const price = world.state.prices.get(id);
  if (price === undefined) throw noSuch('price', id, `items[${i}][price]`);
  return price;
}

function differences(before: Record<string, unknown>, after: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(after)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]))
      .map(([key]) => [key, before[key]]),
  );
}
