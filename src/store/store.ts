import type { AppealCount, VariantCount, VariantPledges } from '../appeal/count.ts';
import type { GiftSet, GoalFigure } from '../appeal/goal.ts';
import type {
  ChargedRow,
  LedgerFilter,
  LedgerRow,
  MonthRow,
  PlanRow,
  PledgeFilter,
  PledgeRow,
  SummaryRow,
} from '../finance/rows.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Payout, PayoutPart } from '../ledger/payout.ts';
import type { LedgerBound, PeriodChange } from '../ledger/period.ts';
import type { Comparison, MoneyLine } from '../ledger/reconciliation.ts';
import type { Pledge, PledgeMarks } from '../pledges/pledge.ts';
import type { StaffTask } from '../tasks/task.ts';
import type { Change } from '../webhooks/change.ts';
import type { IgnoredReason, InboxCounts, InboxEvent, WebhookEvent } from '../webhooks/webhook-event.ts';
import type { AuditHead, AuditLink } from '../finance/audit-entry.ts';
import type { MonthDelivery } from '../finance/month-delivery.ts';
import type { FinanceAccessStore, SignInStore, StaffStore } from './access-store.ts';
import type { AuditStore } from './audit-store.ts';
import type { CopyStore } from './copy-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { LeaseStore } from './lease-store.ts';
import type { LookupStore } from './lookup-store.ts';
import type { AddressStore, ReminderStore } from './reminder-store.ts';
import type { SumStore } from './sums-store.ts';

// The port between the features and a database. Methods are named after intentions; one method is one
// transaction; no network call happens inside one; time goes in as an argument. An adapter holds no
// business rule. tests/store/contract.ts says in tests what each method promises.

export type CheckoutClaim = { keyHash: string; bodyHash: string; pledge: Pledge };

/** What a claimed key leads to. `answered`: the stored answer, byte for byte. */
export type ClaimedCheckout =
  | { kind: 'answered'; answer: string }
  | { kind: 'claimed'; pledge: Pledge; attempt: number }
  | { kind: 'other_request' };

export interface PledgeStore {
  /** Claims an Idempotency-Key for a new open pledge, or finds what the key led to before. */
  claimCheckout(claim: CheckoutClaim, now: Date): Promise<ClaimedCheckout>;
  /** Stores the session and the answer; where another try was faster, returns the answer it stored. */
  answerCheckout(keyHash: string, session: { id: string; answer: string }, now: Date): Promise<string>;
  /** Moves to a fresh Stripe idempotency key after an answer that Stripe would repeat for ever. */
  nextCheckoutAttempt(keyHash: string, failedAttempt: number): Promise<void>;
  pledgeById(pledgeId: string): Promise<Pledge | null>;
  /** Takes in a pledge that was lost and made anew from Stripe; one that is there stays as it is. */
  adoptPledge(pledge: Pledge, now: Date): Promise<void>;
  /** Recurring pledges whose next payment should have come before `before`, ordered by id, behind `afterId`. */
  overduePlans(
    before: Date,
    afterId: string,
    limit: number,
  ): Promise<{ pledgeId: string; stripeSubscriptionId: string }[]>;
  pledgeByThanksToken(token: string): Promise<Pledge | null>;
  /** Marks open pledges made before `madeBefore` as run out. Returns how many. */
  sweepOpenPledges(madeBefore: Date, now: Date): Promise<number>;
  /** Erases thank-you keys of pledges that were paid, ended or made before their limits. Returns how many. */
  eraseThanksTokens(limits: { paidBefore: Date; madeBefore: Date }): Promise<number>;
  /** Deletes idempotency keys: answered ones made before `before`, unanswered ones before `unansweredBefore`. */
  purgeCheckoutRequests(limits: { before: Date; unansweredBefore: Date }): Promise<number>;
}

export interface WebhookInbox {
  /** Records events durably, each once. `ignored` events are settled at once. Says which are new. */
  recordWebhookEvents(
    events: { event: WebhookEvent; ignored: IgnoredReason | null }[],
    now: Date,
  ): Promise<('new' | 'duplicate')[]>;
  /** Due events, oldest first. */
  dueWebhookEvents(now: Date, limit: number): Promise<InboxEvent[]>;
  /** The highest `seq` recorded so far; 0 for an empty inbox. */
  lastWebhookSeq(): Promise<number>;
  /**
   * Settles an event and every other pending event about the same objects up to `upToSeq`, together with
   * the changes that follow from one read of Stripe: all or nothing. `stale`: the pledge has changed
   * since the decision saw it, or a read that began later was applied; nothing was written, read again.
   */
  applyProjection(
    projection: Projection,
    now: Date,
  ): Promise<{ kind: 'applied'; settledSeqs: readonly number[] } | { kind: 'stale' }>;
  /** Settles an event that turned out not to be ours. */
  ignoreWebhookEvent(seq: number, reason: IgnoredReason, now: Date): Promise<void>;
  /** Notes a failed try: due again at `nextAttemptAt`, or parked where that is null. */
  failWebhookEvent(
    seq: number,
    failure: { error: string; nextAttemptAt: Date | null },
    now: Date,
  ): Promise<void>;
  /** What has become of all events. `lines` counts the events themselves: for what is proved, not shown. */
  inboxCounts(from?: 'sums' | 'lines'): Promise<InboxCounts>;
  /**
   * Makes parked events due again, with their tries forgotten: all, one by Stripe's id, or those that failed last with
   * one name of error. Returns how many.
   */
  requeueParkedEvents(now: Date, only?: { stripeEventId: string } | { lastError: string }): Promise<number>;
  /** Settles a parked event without effect, with a person's reason. False where no such event is parked. */
  dismissParkedEvent(stripeEventId: string, note: string, now: Date): Promise<boolean>;
  /** What a load balancer and a watchman want to know; answered from small indexes however long the inbox is. */
  queueState(): Promise<QueueState>;
  /** What has become of an event, by Stripe's id; null where it was never recorded. */
  webhookEventState(stripeEventId: string): Promise<WebhookEventState | null>;
  /** Parked events, newest first. */
  parkedWebhookEvents(limit: number): Promise<InboxEvent[]>;
}

/** Where an event stands, with what failed last. */
export type WebhookEventState = {
  state: 'applied' | 'ignored' | 'parked' | 'waiting';
  lastError: string | null;
  nextAttemptAt: Date | null;
};

export type QueueState = {
  pending: number;
  parked: number;
  oldestPendingAt: Date | null;
  /** When Stripe made the event that arrived last: a clock behind it is wrong. */
  newestEventAt: Date | null;
};

export type Projection = {
  /** The event that led to the read; null where reconcile or a person asked for it. */
  seq: number | null;
  /** Stripe's objects that the read covered. */
  coveredObjectIds: string[];
  upToSeq: number;
  readStartedAt: Date;
  /** The pledge as the decision saw it; null where the objects belong to none (payouts). */
  pledge: { pledgeId: string; version: number } | null;
  /** The months that were closed when the entries got theirs: another answer by now is `stale`. */
  closedThrough: string | null;
  changes: Change[];
  /** Where the read left something open (a fee that Stripe has not booked yet), the event stays due at this time. */
  retryAt: Date | null;
};

/** The part of a pledge that a projection may set. */
export type PledgeUpdate = Partial<
  Pick<
    Pledge,
    | 'stripeCheckoutSessionId'
    | 'stripeCustomerId'
    | 'stripeSubscriptionId'
    | 'stripeSubscriptionCreatedAt'
    | 'stripePaymentIntentId'
    | 'amountMinor'
  >
> & { marks: PledgeMarks; status: Pledge['status'] };

/** Where the next page of an export starts: the last row of the page before. */
export type Cursor = { createdAtMs: number; id: string };

export interface LedgerStore {
  /** The pledge that a payment was booked to, if it was. */
  pledgeOfPayment(paymentId: string): Promise<string | null>;
  /** Which of these balance transactions are booked, and which are another product's; the rest is missing. */
  knownMovements(ids: readonly string[]): Promise<Map<string, 'booked' | 'other'>>;
  /** Entries by the time of their movement in [from, to), a page at a time: what reconcile compares. */
  entriesCreated(
    range: { from: Date; to: Date },
    after: Cursor | null,
    limit: number,
  ): Promise<(MoneyLine & { entryId: string; createdAt: Date })[]>;
  /** The bound of an export that begins now; for a closed month, the one at its closing. */
  ledgerBound(period?: string | null): Promise<LedgerBound>;
  /** One page of the ledger up to `bound`, in the order of its movements or backwards from the newest. */
  ledgerPage(
    filter: LedgerFilter,
    bound: LedgerBound,
    after: Cursor | null,
    limit: number,
    order?: 'oldest_first' | 'newest_first',
  ): Promise<LedgerRow[]>;
  pledgePage(filter: PledgeFilter, after: Cursor | null, limit: number): Promise<PledgeRow[]>;
  pledgeCount(filter: PledgeFilter): Promise<number>;
  /**
   * Sums per currency and kind of a period or range. `lines` adds up the entries themselves, whatever is kept beside
   * them: for what is proved, not shown.
   */
  ledgerSums(filter: LedgerFilter, bound: LedgerBound, from?: 'sums' | 'lines'): Promise<SummaryRow[]>;
  /** How many sides of double entry (postingsOf) the movements of a filter have: the rows of a journal. */
  postingCount(filter: LedgerFilter, bound: LedgerBound): Promise<number>;
  /** Payments per booked month and frequency, `first` and `last` included. */
  paymentMonths(
    range: { first: string; last: string; currency: string },
    bound: LedgerBound,
  ): Promise<MonthRow[]>;
  /** Payments by what the supporter paid in, the most frequent first. */
  paymentsByChargedCurrency(filter: LedgerFilter, bound: LedgerBound): Promise<ChargedRow[]>;
  /** Recurring pledges that run or are being retried. */
  runningPlans(): Promise<PlanRow[]>;
  /** Sum of net per currency of what the filter selects; with `beforePeriod` or `to` an opening balance. */
  balancesBefore(
    filter: LedgerFilter,
    bound: LedgerBound,
    from?: 'sums' | 'lines',
  ): Promise<{ currency: string; netMinor: number }[]>;
  /** Hash over the ledger's identity (Stripe reference, kind, month, currency, gross, fee, net), sorted. */
  ledgerHash(): Promise<string>;
  /** All entries of a pledge; for tests, pages and checks. */
  entriesOfPledge(pledgeId: string): Promise<LedgerEntry[]>;
}

/** A line of the payouts export: the deposit with what the ledger knows of its contents. */
export type PayoutRow = Payout & {
  itemisedAt: Date | null;
  parts: PayoutPart[];
  /** Net of everything the ledger and other products moved in this currency before the deposit, and after it. */
  balanceBeforeMinor: number;
  balanceAfterMinor: number;
};

/** Deposits are filtered by when Stripe made them. */
export type PayoutFilter = {
  from: Date | null;
  to: Date | null;
  currency: string | null;
  payoutId: string | null;
};

export interface PayoutStore {
  isItemised(payoutId: string): Promise<boolean>;
  payoutPage(filter: PayoutFilter, after: Cursor | null, limit: number): Promise<PayoutRow[]>;
  /** Automatic payouts made before `before` whose contents are not written yet, oldest first. */
  payoutsToItemise(before: Date, limit: number): Promise<string[]>;
}

export interface PeriodStore {
  /** Every month up to this one is closed, YYYY-MM; null where none is. */
  closedThrough(): Promise<string | null>;
  /** The first month behind the closed ones that holds entries. */
  firstOpenPeriod(): Promise<string | null>;
  /** The chain, oldest first. */
  periodChanges(): Promise<PeriodChange[]>;
  /**
   * Adds a link, and with it its entry of the audit and the links for staff to the closed month. False where the chain has another end by now, or an entry
   * came to the month, or to one before it, after the manifest's bound: nothing was written, make the manifest anew.
   */
  changePeriod(
    link: Omit<PeriodChange, 'seq'>,
    beside: { audit: (head: AuditHead | null) => AuditLink; deliveries: readonly MonthDelivery[] },
  ): Promise<boolean>;
}

export interface TaskStore {
  /** Open tasks, those that are due first. */
  openTasks(limit: number): Promise<StaffTask[]>;
  openTaskCount(): Promise<number>;
  /** False where no such task is open. */
  settleTask(taskId: string, note: string, now: Date): Promise<boolean>;
}

/** One run of reconcile that came to its end. */
export type ReconcileRun = { startedAt: Date; finishedAt: Date; eventsFound: number; entriesFilled: number };

export interface ReconcileStore {
  /** The newest finished run. */
  lastReconcile(): Promise<ReconcileRun | null>;
  noteReconcile(run: ReconcileRun): Promise<void>;
  saveComparison(comparison: Comparison): Promise<void>;
  comparison(period: string): Promise<Comparison | null>;
  /** Months whose latest comparison does not hold. */
  unequalPeriods(): Promise<string[]>;
  /** When the first pledge was made: nothing of ours is older. */
  firstPledgeAt(): Promise<Date | null>;
}

/** What `verify` found wrong, with where. */
export type Finding = { what: string; where: string };

export interface VerifyStore {
  /** Checks what the database itself can tell: its pages, references, sums and bounds. The first findings, none where all holds. */
  checkIntegrity(): Promise<Finding[]>;
  /** Every entry in order of writing, a page at a time, for checks that need our own rules. */
  entriesWritten(afterSeq: number, limit: number): Promise<(LedgerEntry & { seq: number })[]>;
}

export interface CountStore {
  /** Adds to a count of the day. */
  count(day: string, name: string, by?: number): Promise<void>;
  countsOf(day: string): Promise<Record<string, number>>;
}

/** What the publisher's options keep and ask; all of it stays empty while they are off. */
export interface AppealStore {
  /** Adds to counters, all of them or none. */
  addCounts(counts: readonly AppealCount[]): Promise<void>;
  /** Events per day and variant from a day on, `''` for no variant, over campaigns and languages. */
  variantCounts(fromDay: string): Promise<VariantCount[]>;
  /** What became of pledges with a variant that were made in [from, to). */
  variantPledges(range: { from: Date; to: Date }): Promise<VariantPledges[]>;
  /** Deletes counters of days before this one. Returns how many rows. */
  purgeCounts(beforeDay: string): Promise<number>;
  /** The highest entry of the ledger that was written down before an instant; 0 where there is none. */
  entriesWrittenBefore(at: Date): Promise<number>;
  /** What the gifts of a set make, less what went back, and how many different supporters gave. */
  giftSum(set: GiftSet): Promise<{ sumMinor: number; supporters: number }>;
  /** How many different supporters gave in one of two sets and not in the other. */
  supportersApart(a: GiftSet, b: GiftSet): Promise<number>;
  /** Figures that were shown: of each selection of gifts the newest one, newest first. */
  goalFigures(): Promise<GoalFigure[]>;
  /** Keeps a figure that is shown from now on. False where the day has one already. */
  addGoalFigure(figure: GoalFigure): Promise<boolean>;
}

/** What a backup holds. */
export type Backup = {
  entries: number;
  pledges: number;
  /** Hash of the ledger (`ledgerHash`). */
  ledgerSha256: string;
  /** The end of the audit at its instant. */
  auditHead: AuditHead | null;
};

export interface Store
  extends
    PledgeStore,
    WebhookInbox,
    LedgerStore,
    SumStore,
    LookupStore,
    PayoutStore,
    PeriodStore,
    TaskStore,
    ReconcileStore,
    VerifyStore,
    CopyStore,
    FinanceAccessStore,
    StaffStore,
    SignInStore,
    AuditStore,
    DeliveryStore,
    ReminderStore,
    AddressStore,
    CountStore,
    AppealStore,
    LeaseStore {
  /** Name and version of the engine, for the doctor and the start line. */
  readonly engine: string;
  /**
   * Resolves when the disk failed to make a write durable. From then on the store refuses everything, and the
   * process must end: trying again could acknowledge what the disk has lost.
   */
  readonly broken: Promise<Error>;
  /**
   * Writes a copy of the database, as of one instant, to a file that does not exist yet: without reminders, sessions
   * and whatever else is erased once it has served.
   */
  backUp(file: string): Promise<Backup>;
  /** Throws unless the database answers, every migration has run, and what could not be written last can be now. */
  checkReady(): Promise<void>;
  close(): Promise<void>;
}
