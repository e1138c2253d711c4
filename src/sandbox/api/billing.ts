import type Stripe from 'stripe';
import { createSubscription } from '../billing/create-subscription.ts';
import { endSubscription } from '../billing/ending.ts';
import { updateSubscription } from '../billing/changes.ts';
import { payInvoice, writeOff } from '../billing/pay-invoice.ts';
import type { Handlers } from '../http/call.ts';
import { noSuch } from '../http/fault.ts';
import { isInRange, pageOf } from '../http/list.ts';
import type { Invoice, Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';

export const billingHandlers: Handlers = {
  'POST /v1/subscriptions': ({ world, params }) => createSubscription(world, params),

  'GET /v1/subscriptions/{id}': ({ world, id }) => subscriptionOf(world, id),

  'POST /v1/subscriptions/{id}': ({ world, id, params }) =>
    updateSubscription(world, subscriptionOf(world, id), params),

  'DELETE /v1/subscriptions/{id}': ({ world, id, params }) => {
    const details = (params as Stripe.SubscriptionCancelParams).cancellation_details;
    return endSubscription(world, subscriptionOf(world, id), {
      reason: 'cancellation_requested',
      comment: details?.comment || null,
      feedback: details?.feedback || null,
    });
  },

  'GET /v1/subscriptions': ({ world, params }) => {
    const wanted = params as Stripe.SubscriptionListParams;
    const { customer, status, price } = wanted;
    const { subscriptions } = world.state;
    const items = customer === undefined ? subscriptions.all() : subscriptions.by('customer', customer);
    return pageOf(items, params, {
      url: '/v1/subscriptions',
      sequenceOf: subscriptions.sequenceOf,
      filters: [
        'customer',
        'status',
        'price',
        'test_clock',
        'collection_method',
        'current_period_start',
        'current_period_end',
      ],
      matches: (subscription) =>
        isInStatus(subscription, status) &&
        isOnClock(subscription, wanted) &&
        (wanted.collection_method === undefined ||
          subscription.collection_method === wanted.collection_method) &&
        isInRange(subscription.items.data[0]?.current_period_start, wanted.current_period_start) &&
        isInRange(subscription.items.data[0]?.current_period_end, wanted.current_period_end) &&
        (price === undefined || subscription.items.data.some((item) => item.price.id === price)),
    });
  },

  'GET /v1/invoices/{id}': ({ world, id }) => invoiceOf(world, id),

  'POST /v1/invoices/{id}/pay': ({ world, id, params }) => {
    const { payment_method, paid_out_of_band } = params as Stripe.InvoicePayParams;
    return payInvoice(world, invoiceOf(world, id), {
      methodId: payment_method,
      isOutOfBand: paid_out_of_band === true,
    });
  },

  'POST /v1/invoices/{id}/void': ({ world, id }) => writeOff(world, invoiceOf(world, id), 'void'),

  'POST /v1/invoices/{id}/mark_uncollectible': ({ world, id }) =>
    writeOff(world, invoiceOf(world, id), 'uncollectible'),

  'GET /v1/invoices': ({ world, params }) => {
    const { customer, subscription, status, collection_method } = params as Stripe.InvoiceListParams;
    const { invoices } = world.state;
    const items =
      subscription !== undefined
        ? invoices.by('subscription', subscription)
        : customer !== undefined
          ? invoices.by('customer', customer)
          : invoices.all();
    return pageOf(items, params, {
      url: '/v1/invoices',
      sequenceOf: invoices.sequenceOf,
      filters: ['customer', 'subscription', 'status', 'collection_method'],
      matches: (invoice) =>
        (status === undefined || invoice.status === status) &&
        (collection_method === undefined || invoice.collection_method === collection_method) &&
        (customer === undefined || invoice.customer === customer),
    });
  },

  'GET /v1/invoice_payments/{id}': ({ world, id }) => {
    const payment = world.state.invoicePayments.get(id);
    if (payment === undefined) throw noSuch('invoice_payment', id, 'invoice_payment');
    return payment;
  },

  'GET /v1/invoice_payments': ({ world, params }) => {
    const { invoice, payment, status } = params as Stripe.InvoicePaymentListParams;
    const { invoicePayments } = world.state;
    const items =
      invoice !== undefined
        ? invoicePayments.by('invoice', invoice)
        : payment?.payment_intent !== undefined
          ? invoicePayments.by('payment_intent', payment.payment_intent)
          : invoicePayments.all();
    return pageOf(items, params, {
      url: '/v1/invoice_payments',
      sequenceOf: invoicePayments.sequenceOf,
      filters: ['invoice', 'payment', 'status'],
      matches: (found) =>
        (status === undefined || found.status === status) &&
        (payment?.payment_intent === undefined || found.payment.payment_intent === payment.payment_intent),
    });
  },
};

/** Without one of the two filters Stripe leaves the subscriptions of test clocks out. */
function isOnClock(
  { test_clock }: Subscription,
  wanted: { test_clock?: string; customer?: string },
): boolean {
  if (wanted.test_clock !== undefined) return test_clock === wanted.test_clock;
  return wanted.customer !== undefined || test_clock === null;
}

/** Without a status Stripe lists every subscription that has not been canceled. */
function isInStatus(subscription: Subscription, status: string | undefined): boolean {
  if (status === undefined) return subscription.status !== 'canceled';
  if (status === 'all') return true;
  if (status === 'ended')
    return subscription.status === 'canceled' || subscription.status === 'incomplete_expired';
  return subscription.status === status;
}

function invoiceOf(world: World, id: string): Invoice {
  const invoice = world.state.invoices.get(id);
  if (invoice === undefined) throw noSuch('invoice', id, 'invoice');
  return invoice;
}

function subscriptionOf(world: World, id: string): Subscription {
  const subscription = world.state.subscriptions.get(id);
  if (subscription === undefined) throw noSuch('subscription', id);
  return subscription;
}
