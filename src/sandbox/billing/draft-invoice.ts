import { emit } from '../events/event.ts';
import type { Invoice, InvoiceLine, Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** Drafts the invoice of one period of a subscription. */
export function draftInvoice(
  world: World,
  subscription: Subscription,
  reason: 'subscription_create' | 'subscription_cycle',
): Invoice {
  const id = world.random.id('in');
  const now = world.clock.now();
  const lines = subscription.items.data.map((item) => lineFor(world, { invoice: id, subscription, item }));
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const customer = world.state.customers.get(subscription.customer);
  const isFirst = reason === 'subscription_create';
  const [first] = subscription.items.data;
  const invoice: Invoice = {
    id,
    object: 'invoice',
    account_country: 'NL',
    account_name: world.settings.accountName,
    account_tax_ids: null,
    amount_due: total,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: total,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: !isFirst,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: isFirst ? null : now + world.settings.draftInvoiceSeconds,
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: now,
    currency: subscription.currency,
    custom_fields: null,
    customer: subscription.customer,
    customer_account: null,
    customer_address: null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: isFirst ? null : now + world.settings.draftInvoiceSeconds,
    number: null,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    // Stripe's invoice names the period that ended; the new one stands on its lines.
    period_end: first?.current_period_start ?? now,
    period_start: isFirst ? (first?.current_period_start ?? now) : previousStart(world, subscription, now),
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: subscription.test_clock,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: isFirst ? now : null,
  };
  world.state.invoices.add(invoice);
  subscription.latest_invoice = id;
  emit(world, 'invoice.created', invoice);
  return invoice;
}

function previousStart(world: World, subscription: Subscription, now: number): number {
  const latest = world.state.invoices.get(subscription.latest_invoice ?? '');
  return latest?.lines.data[0]?.period.start ?? now;
}

function lineFor(
  world: World,
  {
    invoice,
    subscription,
    item,
  }: { invoice: string; subscription: Subscription; item: Subscription['items']['data'][number] },
): InvoiceLine {
  const quantity = item.quantity ?? 1;
  const amount = (item.price.unit_amount ?? 0) * quantity;
  const product = world.state.products.get(item.price.product);
  return {
    id: world.random.id('il'),
    object: 'line_item',
    amount,
    currency: subscription.currency,
    description: `${quantity} × ${product?.name ?? 'Subscription'}`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: { ...subscription.metadata },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { start: item.current_period_start, end: item.current_period_end },
    pretax_credit_amounts: [],
    pricing: {
      type: 'price_details',
      unit_amount_decimal: item.price.unit_amount_decimal,
      price_details: { price: item.price.id, product: item.price.product },
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
  };
}
