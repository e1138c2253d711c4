/** The webhook endpoint that exists from the start, as if registered in the dashboard. */
export type WebhookOption = { url: string; secret: string; enabledEvents?: string[] };

/** How a sandbox is to behave; everything has a default. */
export type SandboxOptions = {
  /** 0 picks a free port. */
  port?: number;
  /** Real time, or the moment at which a clock starts that only `advance` moves. */
  clock?: 'real' | Date;
  webhook?: WebhookOption;
  /** Stripe promises no order; tests shuffle, the demo shows the natural one. */
  order?: 'natural' | 'shuffled';
  /** The same seed gives the same ids and the same disorder. */
  seed?: number;
  /** Waits before the second, third and fourth attempt of a delivery. */
  retryDelaysMs?: number[];
  /** Deliveries on their way at once; one keeps the natural order exactly. */
  deliveryConcurrency?: number;
  deliveryTimeoutMs?: number;
  /** How long the hosted page waits for the webhook before it sends the reader back; Stripe waits 10 s. */
  redirectWaitMs?: number;
  /** As with Stripe's asynchronous capture: the fee appears only with charge.updated. */
  lateBalanceTransactions?: boolean;
  lateBalanceTransactionSeconds?: number;
  /** In bulk, checking every emitted object costs most of the time; `sample` checks the first of each kind and then some. */
  validateEmitted?: 'all' | 'sample';
  /** `enabled` keeps only events some endpoint asked for: enough for a long history. */
  recordEvents?: 'all' | 'enabled';
  feePercent?: number;
  feeFixedMinor?: number;
  disputeFeeMinor?: number;
  /** Days until money of a card is available. */
  availableAfterDays?: number;
  payouts?: 'daily' | 'weekly' | 'manual';
  /** An automatic payout can be itemised so long after it was paid, or, as mostly at Stripe, after it was created. */
  reconciliationSeconds?: number;
  reconciliationFrom?: 'created' | 'paid';
  /** How long a bank debit takes to settle or fail. */
  bankDebitSeconds?: number;
  /** Stripe keeps a renewal's invoice as a draft for about an hour. */
  draftInvoiceSeconds?: number;
  /** Waits before a failed renewal is tried again; after the last the subscription ends. */
  renewalRetryDays?: number[];
  /** Stripe books a debit when it hands it to the bank, and takes it off again if it fails; older accounts book what has settled. */
  debitsBookedWhen?: 'submitted' | 'settled';
  /** From a debit that settled to the news that it fails after all, or is disputed. */
  lateFailureSeconds?: number;
  /** From a card that will be disputed or inquired about to that moment. */
  disputeAfterSeconds?: number;
  /** Whether a dispute that was won brings its fee back: it depends on the account's country and age. */
  disputeFeeReturned?: boolean;
  fraudWarningAfterSeconds?: number;
  /** From a refund that will fail to its failure. */
  refundFailsAfterSeconds?: number;
  /** Settles in its own currency; every other currency settles in the first. */
  settlementCurrencies?: string[];
  accountName?: string;
  /** Other pages that whoever moves the clock may want next; the inspector's banner leads there. */
  neighbours?: { name: string; url: string }[];
};

export type Settings = Required<Omit<SandboxOptions, 'webhook' | 'port'>> & {
  port: number;
  webhook: WebhookOption | undefined;
};

/** Fills in the defaults. */
export function settingsFrom(options: SandboxOptions): Settings {
  const order = options.order ?? 'natural';
  return {
    port: 0,
    clock: 'real',
    seed: Math.floor(Math.random() * 2 ** 32),
    retryDelaysMs: [2000, 10_000, 60_000],
    deliveryConcurrency: order === 'natural' ? 1 : 4,
    deliveryTimeoutMs: 10_000,
    redirectWaitMs: 10_000,
    lateBalanceTransactions: false,
    lateBalanceTransactionSeconds: 2,
    validateEmitted: 'all',
    recordEvents: 'all',
    feePercent: 2.9,
    feeFixedMinor: 30,
    disputeFeeMinor: 1500,
    availableAfterDays: 2,
    payouts: 'daily',
    reconciliationSeconds: 0,
    reconciliationFrom: 'paid',
    bankDebitSeconds: 3 * 86_400,
    draftInvoiceSeconds: 3600,
    renewalRetryDays: [3, 5, 7],
    debitsBookedWhen: 'settled',
    lateFailureSeconds: 5 * 86_400,
    disputeAfterSeconds: 60,
    disputeFeeReturned: true,
    fraudWarningAfterSeconds: 60,
    refundFailsAfterSeconds: 60,
    settlementCurrencies: ['eur', 'usd', 'gbp'],
    accountName: 'The Example Times',
    neighbours: [],
    ...withoutUndefined(options),
    order,
    webhook: options.webhook,
  };
}

function withoutUndefined(options: SandboxOptions): Partial<SandboxOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
