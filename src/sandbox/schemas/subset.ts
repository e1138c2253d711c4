/** The SDK methods the sandbox serves, by resource module. Add a method here and regenerate. */
export const operations: Record<string, readonly string[]> = {
  Balance: ['retrieve'],
  BalanceTransactions: ['list', 'retrieve'],
  'BillingPortal/Sessions': ['create'],
  Charges: ['list', 'retrieve', 'update'],
  'Checkout/Sessions': ['create', 'expire', 'list', 'listLineItems', 'retrieve'],
  Customers: ['create', 'del', 'list', 'retrieve', 'update'],
  Disputes: ['close', 'list', 'retrieve', 'update'],
  Events: ['list', 'retrieve'],
  InvoicePayments: ['list', 'retrieve'],
  Invoices: ['list', 'markUncollectible', 'pay', 'retrieve', 'voidInvoice'],
  PaymentIntents: ['list', 'retrieve'],
  PaymentMethods: ['retrieve'],
  Payouts: ['cancel', 'create', 'list', 'retrieve', 'update'],
  Prices: ['list', 'retrieve'],
  Products: ['create', 'list', 'retrieve', 'update'],
  'Radar/EarlyFraudWarnings': ['list', 'retrieve'],
  Refunds: ['create', 'list', 'retrieve', 'update'],
  Subscriptions: ['cancel', 'create', 'list', 'retrieve', 'update'],
  'TestHelpers/TestClocks': ['advance', 'create', 'del', 'list', 'retrieve'],
  WebhookEndpoints: ['create', 'del', 'list', 'retrieve', 'update'],
};

/** The objects the sandbox answers with or puts into events: module and type name. */
export const objects: readonly (readonly [module: string, type: string])[] = [
  ['Balance', 'Balance'],
  ['BalanceTransactions', 'BalanceTransaction'],
  ['BillingPortal/Sessions', 'Session'],
  ['Charges', 'Charge'],
  ['Checkout/Sessions', 'Session'],
  ['Customers', 'Customer'],
  ['Customers', 'DeletedCustomer'],
  ['Disputes', 'Dispute'],
  ['Events', 'EventBase'],
  ['InvoiceLineItems', 'InvoiceLineItem'],
  ['InvoicePayments', 'InvoicePayment'],
  ['Invoices', 'Invoice'],
  ['LineItems', 'LineItem'],
  ['PaymentIntents', 'PaymentIntent'],
  ['PaymentMethods', 'PaymentMethod'],
  ['Payouts', 'Payout'],
  ['Prices', 'Price'],
  ['Products', 'Product'],
  ['Radar/EarlyFraudWarnings', 'EarlyFraudWarning'],
  ['Refunds', 'Refund'],
  ['SubscriptionItems', 'SubscriptionItem'],
  ['Subscriptions', 'Subscription'],
  ['TestHelpers/TestClocks', 'DeletedTestClock'],
  ['TestHelpers/TestClocks', 'TestClock'],
  ['WebhookEndpoints', 'DeletedWebhookEndpoint'],
  ['WebhookEndpoints', 'WebhookEndpoint'],
];

const methods = ['type', 'card', 'sepa_debit', 'us_bank_account', 'bacs_debit', 'mandate'] as const;

/**
 * Branches of emitted objects that the sandbox uses, where Stripe has one for each of fifty payment
 * methods. A closed schema without the others still refuses them, so this can only make us stricter.
 */
export const keepOnly: Record<string, readonly string[]> = {
  'Charge.PaymentMethodDetails': methods,
  'Dispute.PaymentMethodDetails': ['type', 'card'],
  'Invoice.PaymentSettings.PaymentMethodOptions': ['card'],
  'PaymentIntent.NextAction': ['type', 'redirect_to_url'],
  'PaymentIntent.PaymentMethodOptions': methods,
  PaymentMethod: [
    'id',
    'object',
    'allow_redisplay',
    'billing_details',
    'created',
    'customer',
    'customer_account',
    'livemode',
    'metadata',
    ...methods,
  ],
  'Refund.DestinationDetails': methods,
  'Session.PaymentMethodOptions': methods,
  'Subscription.PaymentSettings.PaymentMethodOptions': ['card'],
};
