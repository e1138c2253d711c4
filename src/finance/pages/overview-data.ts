import type { AppContext } from '../../context.ts';
import { nextPeriod, periodRange } from '../../ledger/book-date.ts';
import { NO_FILTER, type ChargedRow, type LedgerRow, type MonthRow, type PlanRow } from '../rows.ts';
import { emptySummary, summarise, type CurrencySummary } from '../summary.ts';
import type { InboxCounts, InboxEvent } from '../../webhooks/webhook-event.ts';
import type { Comparison } from '../../ledger/reconciliation.ts';
import type { PayoutRow } from '../../store/store.ts';
import type { StaffTask } from '../../tasks/task.ts';
import { currentPeriod, monthsUpTo, previousPeriod } from './show.ts';
import { movementFilter, type View } from './view.ts';

/** Movements on a page. */
const MOVEMENTS = 50;
/** Tasks on a page; the command lists them all. */
const TASKS = 20;
/** Deposits on a page: a month has one a day at most, unless they are made by hand. */
const DEPOSITS = 200;

/** Everything the overview shows, read up to one bound. */
export type Overview = {
  currency: string;
  /** Settlement currencies with money in the month; a switch where there are several. */
  currencies: string[];
  month: CurrencySummary;
  counts: { refunds: number; disputes: number; payouts: number };
  /** Net of the month before; null while the month still runs. */
  previousNetMinor: number | null;
  isRunning: boolean;
  months: string[];
  monthRows: MonthRow[];
  charged: ChargedRow[];
  plans: PlanRow[];
  movements: LedgerRow[];
  hasOlder: boolean;
  ledgerRows: number;
  pledgeRows: number;
  inbox: InboxCounts;
  parked: InboxEvent[];
  /** The latest comparison of the month with Stripe; null where there was none. */
  comparison: Comparison | null;
  /** Open tasks, the first ones. */
  tasks: StaffTask[];
  taskCount: number;
  /** Payouts that were made in the month. */
  deposits: PayoutRow[];
  now: Date;
};

export async function readOverview(
  { store, config, now }: Pick<AppContext, 'store' | 'config' | 'now'>,
  view: View,
): Promise<Overview> {
  const bound = await store.ledgerBound(view.period);
  const { bookZone } = config.publisher;
  const month = await sumsOf(view.period);
  const currencies = month.map((line) => line.currency);
  const busiest = month.toSorted((a, b) => b.payments - a.payments)[0]?.currency;
  const currency = view.currency ?? busiest ?? config.publisher.currencies[0]?.currency ?? 'EUR';
  const filter = { ...NO_FILTER, period: view.period, currency };
  const rows = await store.ledgerSums(filter, bound);
  const count = (kind: string) => rows.reduce((sum, row) => (row.kind === kind ? sum + row.count : sum), 0);
  const isRunning = view.period >= currentPeriod(now(), bookZone);
  const movementsOf = movementFilter(view, filter);
  const found = await store.ledgerPage(movementsOf, bound, view.before, MOVEMENTS + 1, 'newest_first');
  const months = monthsUpTo(view.period, 12);
  const { frequency, campaign } = view;
  const made = { ...NO_FILTER, ...periodRange(view.period, bookZone), frequency, campaign };
  return {
    currency,
    currencies: currencies.includes(currency) ? currencies : [...currencies, currency].sort(),
    month: month.find((line) => line.currency === currency) ?? emptySummary(currency),
    counts: { refunds: count('refund'), disputes: count('dispute'), payouts: count('payout') },
    previousNetMinor: isRunning
      ? null
      : ((await sumsOf(previousPeriod(view.period))).find((line) => line.currency === currency)?.netMinor ??
        0),
    isRunning,
    months,
    monthRows: await store.paymentMonths(
      { first: months[0] ?? view.period, last: view.period, currency },
      bound,
    ),
    charged: await store.paymentsByChargedCurrency(filter, bound),
    plans: await store.runningPlans(),
    movements: found.slice(0, MOVEMENTS),
    hasOlder: found.length > MOVEMENTS,
    ledgerRows: (await store.ledgerSums(movementsOf, bound)).reduce((sum, row) => sum + row.count, 0),
    pledgeRows: await store.pledgeCount(made),
    inbox: await store.inboxCounts(),
    parked: await store.parkedWebhookEvents(20),
    comparison: await store.comparison(view.period),
    tasks: await store.openTasks(TASKS),
    taskCount: await store.openTaskCount(),
    deposits: await store.payoutPage(
      { ...periodRange(view.period, bookZone), currency, payoutId: null },
      null,
      DEPOSITS,
    ),
    now: now(),
  };

  async function sumsOf(period: string): Promise<CurrencySummary[]> {
    return summarise(
      await store.ledgerSums({ ...NO_FILTER, period }, bound),
      await store.balancesBefore({ ...NO_FILTER, beforePeriod: period }, bound),
    );
  }
}

/** The month after a view's, where it has begun. */
export function laterPeriod(period: string, now: Date, zone: string): string | null {
  const next = nextPeriod(period);
  return next <= currentPeriod(now, zone) ? next : null;
}
