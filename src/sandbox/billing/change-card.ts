import { cards, type CardName } from '../checkout/cards.ts';
import { emit } from '../events/event.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { makePaymentMethod } from '../money/payment-methods.ts';
import type { World } from '../world/world.ts';

/** Gives a subscription another card; an invoice that waits for its next try will use it. */
export function changeCard(world: World, subscriptionId: string, card: CardName): void {
  const subscription = world.state.subscriptions.get(subscriptionId);
  if (subscription === undefined) throw noSuch('subscription', subscriptionId);
  if (!Object.hasOwn(cards, card)) throw invalidRequest(`There is no test card ${card}.`, 'card');
  const email = world.state.customers.get(subscription.customer)?.email ?? null;
  const payer = { card, email };
  const method = makePaymentMethod(world, {
    payer,
    currency: subscription.currency,
    customer: subscription.customer,
  });
  emit(world, 'payment_method.attached', method);
  const previous = { default_payment_method: subscription.default_payment_method };
  subscription.default_payment_method = method.id;
  emit(world, 'customer.subscription.updated', subscription, previous);
}
