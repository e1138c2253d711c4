import type { LineItem, Metadata, Price, Subscription, SubscriptionItem } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { periodAfter } from './periods.ts';
import { scheduleRenewal } from './renewals.ts';

/** Starts a subscription from the recurring lines of a session or a call; the caller says when it is announced. */
export function startSubscription(
  world: World,
  from: {
    customer: string;
    method: string;
    lineItems: Pick<LineItem, 'price' | 'quantity' | 'currency'>[];
    metadata: Metadata;
    description: string | null;
  },
): Subscription {
  const id = world.random.id('sub');
  const now = world.clock.now();
  const items = from.lineItems.flatMap((line) =>
    line.price?.recurring ? [newItem(world, id, line.price, line.quantity ?? 1)] : [],
  );
  const subscription: Subscription = {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: now,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: now,
    currency: from.lineItems[0]?.currency ?? 'eur',
    customer: from.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: from.method,
    default_source: null,
    default_tax_rates: [],
    description: from.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: { object: 'list', data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: { ...from.metadata },
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: 'active',
    test_clock: world.state.customers.get(from.customer)?.test_clock ?? null,
    transfer_data: null,
    trial_end: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: 'unchanged', missing_payment_method: 'create_invoice' },
    },
    trial_start: null,
  };
  world.state.subscriptions.add(subscription);
  scheduleRenewal(world, subscription);
  return subscription;
}

function newItem(world: World, subscription: string, price: Price, quantity: number): SubscriptionItem {
  const now = world.clock.now();
  return {
    id: world.random.id('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: now,
    current_period_end: periodAfter(now, price.recurring!, now),
    current_period_start: now,
    current_trial: null,
    discounts: [],
    metadata: {},
    price,
    quantity,
    subscription,
    tax_rates: [],
  };
}
