import { makeCollection } from './collection.ts';
import type {
  BalanceTransaction,
  Charge,
  Customer,
  Dispute,
  EarlyFraudWarning,
  Invoice,
  InvoicePayment,
  LineItem,
  PaymentIntent,
  PaymentMethod,
  Payout,
  PortalSession,
  Price,
  Product,
  Refund,
  Session,
  Subscription,
  TestClock,
  WebhookEndpoint,
} from './objects.ts';
import type { CardName } from '../checkout/cards.ts';
import type { StoredEvent } from '../events/event.ts';

/** Everything the sandbox knows. Objects are plain and may be read freely by tests. */
export type State = ReturnType<typeof makeState>;

/** What a session needs to remember beside the object Stripe shows. */
export type SessionNotes = {
  lineItems: LineItem[];
  paymentIntentData: {
    description?: string;
    metadata?: Record<string, string>;
    receipt_email?: string;
    statement_descriptor_suffix?: string;
    setup_future_usage?: 'off_session' | 'on_session';
  };
  subscriptionData: { description?: string; metadata?: Record<string, string> };
  /** The attempt that waits for a 3-D Secure answer. */
  /** The one payment behind the session, from the first attempt on. */
  intentId?: string;
  challenge?: { card: CardName; email: string; country: string | undefined };
};

export function makeState() {
  return {
    products: makeCollection<Product>({}),
    prices: makeCollection<Price, 'product'>({ product: (price) => price.product }),
    customers: makeCollection<Customer, 'email'>({ email: (customer) => customer.email }),
    paymentMethods: makeCollection<PaymentMethod>({}),
    sessions: makeCollection<Session>({}),
    sessionNotes: new Map<string, SessionNotes>(),
    sessionOf: new Map<string, string>(),
    paymentIntents: makeCollection<PaymentIntent, 'customer'>({ customer: (intent) => intent.customer }),
    charges: makeCollection<Charge, 'payment_intent' | 'customer'>({
      payment_intent: (charge) => charge.payment_intent,
      customer: (charge) => charge.customer,
    }),
    refunds: makeCollection<Refund, 'charge' | 'payment_intent'>({
      charge: (refund) => refund.charge,
      payment_intent: (refund) => refund.payment_intent,
    }),
    disputes: makeCollection<Dispute, 'charge' | 'payment_intent'>({
      charge: (dispute) => dispute.charge,
      payment_intent: (dispute) => dispute.payment_intent,
    }),
    earlyFraudWarnings: makeCollection<EarlyFraudWarning, 'charge'>({ charge: (warning) => warning.charge }),
    balanceTransactions: makeCollection<BalanceTransaction, 'source'>({
      source: (transaction) => transaction.source,
    }),
    /** Transactions that no payout has taken yet, by settlement currency. */
    unpaid: new Map<string, BalanceTransaction[]>(),
    payoutContents: new Map<string, BalanceTransaction[]>(),
    payouts: makeCollection<Payout>({}),
    subscriptions: makeCollection<Subscription, 'customer'>({
      customer: (subscription) => subscription.customer,
    }),
    invoices: makeCollection<Invoice, 'subscription' | 'customer'>({
      subscription: (invoice) => invoice.parent?.subscription_details?.subscription as string | undefined,
      customer: (invoice) => invoice.customer,
    }),
    invoicePayments: makeCollection<InvoicePayment, 'invoice' | 'payment_intent'>({
      invoice: (payment) => payment.invoice,
      payment_intent: (payment) => payment.payment.payment_intent as string | undefined,
    }),
    /** Found by the last part of their address, which is the reader's key. */
    portalSessions: makeCollection<PortalSession, 'token'>({
      token: ({ url }) => url.slice(url.lastIndexOf('/') + 1),
    }),
    testClocks: makeCollection<TestClock>({}),
    events: makeCollection<StoredEvent>({}),
    webhookEndpoints: makeCollection<WebhookEndpoint>({}),
    webhookSecrets: new Map<string, string>(),
    /** Which test card stands behind a payment method. */
    cardOf: new Map<string, CardName>(),
  };
}
