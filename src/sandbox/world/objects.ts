import type Stripe from 'stripe';

/**
 * A Stripe object as the sandbox keeps it: every expandable field holds the id, and a decimal is
 * the text it is on the wire.
 */
export type Stored<T> = { [K in keyof T]: StoredField<T[K]> };
type StoredField<V> = string extends V
  ? Exclude<V, { object: string }>
  : NonNullable<V> extends Stripe.Decimal
    ? string | Extract<V, null | undefined>
    : V;

type WithDecimal<T, K extends keyof T> = Omit<T, K> & Record<K, string | null>;

export type Price = Omit<
  WithDecimal<Stored<Stripe.Price>, 'unit_amount_decimal'>,
  'currency_options' | 'tiers' | 'deleted'
>;
export type LineItem = Omit<Stored<Stripe.LineItem>, 'price' | 'discounts' | 'taxes'> & {
  price: Price | null;
};
export type Session = Omit<Stored<Stripe.Checkout.Session>, 'line_items'>;
export type PaymentIntent = Stored<Stripe.PaymentIntent>;
export type Charge = Omit<Stored<Stripe.Charge>, 'refunds'>;
export type Refund = Stored<Stripe.Refund>;
export type Dispute = Omit<Stored<Stripe.Dispute>, 'balance_transactions'> & {
  balance_transactions: BalanceTransaction[];
};
export type BalanceTransaction = Omit<Stored<Stripe.BalanceTransaction>, 'type'> & {
  type: string;
};
export type EarlyFraudWarning = Stored<Stripe.Radar.EarlyFraudWarning>;
export type Payout = Stored<Stripe.Payout>;
export type Customer = Omit<Stored<Stripe.Customer>, 'deleted' | 'sources' | 'subscriptions' | 'tax_ids'>;
export type PaymentMethod = Stored<
  Pick<
    Stripe.PaymentMethod,
    | 'id'
    | 'object'
    | 'allow_redisplay'
    | 'billing_details'
    | 'card'
    | 'sepa_debit'
    | 'us_bank_account'
    | 'bacs_debit'
    | 'created'
    | 'customer'
    | 'customer_account'
    | 'livemode'
    | 'metadata'
    | 'type'
  >
>;
export type TestClock = Omit<Stored<Stripe.TestHelpers.TestClock>, 'deleted'>;
export type PortalSession = Stored<Stripe.BillingPortal.Session>;
export type Product = Omit<Stored<Stripe.Product>, 'deleted'>;
export type SubscriptionItem = Omit<Stored<Stripe.SubscriptionItem>, 'plan' | 'price' | 'deleted'> & {
  price: Price;
};
export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };
export type Subscription = Omit<Stored<Stripe.Subscription>, 'items'> & { items: List<SubscriptionItem> };
export type InvoiceLine = Omit<Stored<Stripe.InvoiceLineItem>, 'pricing' | 'quantity_decimal'> & {
  quantity_decimal: string | null;
  pricing: {
    type: 'price_details';
    unit_amount_decimal: string | null;
    price_details: { price: string; product: string };
  };
};
export type Invoice = Omit<Stored<Stripe.Invoice>, 'lines' | 'payments' | 'deleted'> & {
  lines: List<InvoiceLine>;
};
export type InvoicePayment = Stored<Stripe.InvoicePayment>;
export type WebhookEndpoint = Omit<Stored<Stripe.WebhookEndpoint>, 'deleted'>;
export type Metadata = Record<string, string>;
