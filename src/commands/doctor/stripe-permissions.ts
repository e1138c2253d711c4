/** What a restricted key must be allowed, by Stripe's names of the resources. */
export type Permission = {
  resource: string;
  right: 'read' | 'write';
  /** The calls behind it, as the SDK names them; a test holds them to the source. */
  calls: readonly string[];
  why: string;
};

/** A missing right shows as a call that fails with 403; Stripe's answer names the right that would have helped. */
export function stripePermissions({ refunds }: { refunds: boolean }): Permission[] {
  const read = (resource: string, calls: readonly string[], why: string): Permission => ({
    resource,
    right: 'read',
    calls,
    why,
  });
  const write = (resource: string, calls: readonly string[], why: string): Permission => ({
    resource,
    right: 'write',
    calls,
    why,
  });
  return [
    write(
      'Checkout Sessions',
      ['checkout.sessions.create', 'checkout.sessions.retrieve', 'checkout.sessions.list'],
      'opens the payment page, and reads what became of it',
    ),
    write('Products', ['products.create'], 'makes the one product that all pledges are booked under'),
    write(
      'Subscriptions',
      ['subscriptions.retrieve', 'subscriptions.cancel'],
      'reads monthly and annual pledges; ends one that a card of a listed country pays',
    ),
    refunds
      ? write(
          'Refunds',
          ['refunds.retrieve', 'refunds.create'],
          'reads refunds; the publisher file has payments by cards of listed countries given back',
        )
      : read(
          'Refunds',
          ['refunds.retrieve'],
          'reads refunds; "write" only if the publisher file sets "refund": true',
        ),
    read('Payment Intents', ['paymentIntents.retrieve'], 'reads payments'),
    read('Charges', ['charges.retrieve'], 'reads payments, with their fee and the country of the card'),
    read(
      'Invoices',
      ['invoices.retrieve', 'invoicePayments.list'],
      'reads renewals, and which payment belongs to which',
    ),
    read('Disputes', ['disputes.retrieve'], 'reads disputes'),
    read(
      'Early Fraud Warnings (under Radar)',
      ['radar.earlyFraudWarnings.retrieve'],
      'reads warnings of banks',
    ),
    read('Payouts', ['payouts.retrieve'], 'reads what goes to the bank'),
    read(
      'Balance Transactions',
      ['balanceTransactions.list'],
      'holds the ledger against the balance, line by line',
    ),
    read('Events', ['events.list'], 'finds what no webhook brought'),
  ];
}
