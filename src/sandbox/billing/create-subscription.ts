import type Stripe from 'stripe';
import { mergeMetadata } from '../api/metadata.ts';
import { makePrice } from '../checkout/line-items.ts';
import { checkMetadata, checkMinimum } from '../checkout/rules.ts';
import { emit } from '../events/event.ts';
import { invalidRequest, missingParam, noSuch } from '../http/fault.ts';
import { openIntent } from '../money/payment-intents.ts';
import { chargeSaved } from '../money/saved-method.ts';
import type { PaymentMethod, Price, Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { draftInvoice } from './draft-invoice.ts';
import { closeUnpaid, finalizeInvoice, markAttemptFailed } from './invoices.ts';
import { followPayment, setStatus } from './renewals.ts';
import { startSubscription } from './subscriptions.ts';

type Params = Stripe.SubscriptionCreateParams;

const served = 'customer items metadata description default_payment_method off_session expand'.split(' ');
/** A subscription whose first payment failed can be saved for this long. */
const incompleteSeconds = 23 * 3600;

/** Starts a subscription without a page: with a method the customer has saved, which is charged at once. */
export function createSubscription(world: World, params: Params): Subscription {
  check(params);
  const customer = world.state.customers.get(params.customer ?? '');
  if (customer === undefined) throw noSuch('customer', params.customer ?? '', 'customer');
  const method = methodFor(world, customer.id, params.default_payment_method);
  const lineItems = pricesOf(world, params).map(({ price, quantity }) => ({
    price,
    quantity,
    currency: price.currency,
  }));
  const total = lineItems.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * quantity, 0);
  checkMinimum(total, lineItems[0]?.currency ?? 'eur');
  const subscription = startSubscription(world, {
    customer: customer.id,
    method: method.id,
    lineItems,
    metadata: mergeMetadata({}, params.metadata),
    description: params.description ?? null,
  });
  payFirst(world, subscription, method);
  return subscription;
}

function payFirst(world: World, subscription: Subscription, method: PaymentMethod): void {
  const invoice = draftInvoice(world, subscription, 'subscription_create');
  const intent = openIntent(world, {
    amountMinor: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: 'Subscription creation',
    metadata: {},
    futureUsage: 'off_session',
  });
  finalizeInvoice(world, invoice, intent);
  const charge = chargeSaved(world, intent, method);
  if (charge.status === 'failed') subscription.status = 'incomplete';
  emit(world, 'customer.subscription.created', subscription);
  if (charge.status !== 'failed') return followPayment(world, { subscription, invoice, intent }, charge);
  markAttemptFailed(world, invoice, null);
  world.clock.at(world.clock.now() + incompleteSeconds, () => {
    if (subscription.status !== 'incomplete') return;
    setStatus(world, subscription, 'incomplete_expired');
    closeUnpaid(world, invoice, 'void');
  });
}

function check(params: Params): void {
  if (params.customer === undefined) throw missingParam('customer');
  if (params.items === undefined || params.items.length === 0) throw missingParam('items');
  const other = Object.keys(params).find((name) => !served.includes(name));
  if (other !== undefined)
    throw invalidRequest(`This sandbox creates subscriptions without ${other}.`, other);
  checkMetadata(params.metadata, 'metadata');
}

function pricesOf(world: World, params: Params): { price: Price; quantity: number }[] {
  const found = (params.items ?? []).map((item, i) => {
    const param = `items[${i}]`;
    if ((item.price === undefined) === (item.price_data === undefined))
      throw invalidRequest('You must pass exactly one of price and price_data.', `${param}[price]`);
    const price =
      item.price_data === undefined
        ? world.state.prices.get(item.price ?? '')
        : makePrice(world, item.price_data, `${param}[price_data]`);
    if (price === undefined) throw noSuch('price', item.price ?? '', `${param}[price]`);
    if (price.recurring === null)
      throw invalidRequest(
        'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
        `${param}[price]`,
      );
    return { price, quantity: item.quantity ?? 1 };
  });
  if (new Set(found.map(({ price }) => price.currency)).size > 1)
    throw invalidRequest('All prices on a subscription must have the same currency.', 'items');
  return found;
}

/** The method that was named, or the newest one the customer has saved. */
function methodFor(world: World, customer: string, named: string | undefined): PaymentMethod {
  const { paymentMethods } = world.state;
  if (named === undefined) {
    const newest = paymentMethods.all().findLast((saved) => saved.customer === customer);
    if (newest !== undefined) return newest;
    throw invalidRequest(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
      undefined,
      'resource_missing',
    );
  }
  const method = paymentMethods.get(named);
  if (method === undefined) throw noSuch('PaymentMethod', named, 'default_payment_method');
  if (method.customer !== customer)
    throw invalidRequest(
      'The customer does not have a payment method with this ID.',
      'default_payment_method',
      'resource_missing',
    );
  return method;
}
