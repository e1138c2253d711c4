import type { AppContext } from '../../context.ts';
import { periodRange, previousPeriod } from '../../ledger/book-date.ts';
import {
  NO_FILTER,
  type ChargedRow,
  type LedgerFilter,
  type LedgerRow,
  type MonthRow,
  type PlanRow,
  type SummaryRow,
} from '../rows.ts';
import { recurringMonths, type RecurringMonth } from '../retention.ts';
import { emptySummary, summarise, type CurrencySummary } from '../summary.ts';
import type { InboxCounts } from '../../webhooks/webhook-event.ts';
import type { Comparison } from '../../ledger/reconciliation.ts';
import type { StaffTask } from '../../tasks/task.ts';
import { currentPeriod, monthsUpTo } from './show.ts';
import { isStripeSilent } from './waiting/causes.ts';
import type { View } from './view.ts';

/** Movements on a page. */
const MOVEMENTS = 12;
/** Campaigns that are told apart; a month has a handful. */
const MOST_CAMPAIGNS = 50;
/** Tasks that are looked at for what is late. */
const TASKS = 200;

/** Everything the overview shows, read up to one bound. */
export type Overview = {
  currency: string;
  /** Settlement currencies with money in the month; a switch where there are several. */
  currencies: string[];
  month: CurrencySummary;
  counts: { refunds: number; disputes: number; payouts: number };
  /** The month before; null while the month still runs. */
  previous: CurrencySummary | null;
  isRunning: boolean;
  months: string[];
  monthRows: MonthRow[];
  charged: ChargedRow[];
  /** Payments by campaign, the largest first; empty where the month is counted in another zone than it is booked in. */
  campaigns: CampaignRow[];
  /** Every month up to this one is closed; null where none is. */
  closedThrough: string | null;
  /** As they run now, whatever month is shown. */
  plans: PlanRow[];
  /** What became of recurring pledges in the month; null where there were none yet. */
  recurringMonth: RecurringMonth | null;
  movements: LedgerRow[];
  ledgerRows: number;
  pledgeRows: number;
  /** Deposits that Stripe made in the month. */
  payoutRows: number;
  inbox: InboxCounts;
  /** Stripe gave no answer to the event that is tried next. */
  isStripeSilent: boolean;
  /** The latest comparison of the month with Stripe; null where there was none. */
  comparison: Comparison | null;
  /** Open tasks, the first ones. */
  tasks: StaffTask[];
  taskCount: number;
  now: Date;
};

/** Payments that came by one campaign; `null` for those that came by none. */
export type CampaignRow = {
  campaign: string | null;
  payments: number;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
};

export async function readOverview(
  { store, config, now }: Pick<AppContext, 'store' | 'config' | 'now'>,
  view: View,
): Promise<Overview> {
  const { bookZone } = config.publisher;
  const zone = view.zone ?? bookZone;
  // A month of another zone than the books' is a range of instants, up to what is written now.
  const bound = await store.ledgerBound(view.zone === null ? view.period : null);
  const month = await sumsOf(view.period);
  const currencies = month.map((line) => line.currency);
  const busiest = month.toSorted((a, b) => b.payments - a.payments)[0]?.currency;
  const currency = view.currency ?? busiest ?? config.publisher.currencies[0]?.currency ?? 'EUR';
  const filter = { ...monthIn(view.period), currency };
  const rows = await store.ledgerSums(filter, bound);
  const count = (kind: string) => rows.reduce((sum, row) => (row.kind === kind ? sum + row.count : sum), 0);
  const isRunning = view.period >= currentPeriod(now(), zone);
  const months = monthsUpTo(view.period, 12);
  const made = periodRange(view.period, zone);
  const deposits = await store.payoutSums({
    ...made,
    currency: currencies.length > 1 ? currency : null,
    payoutId: null,
  });
  return {
    currency,
    currencies: currencies.includes(currency) ? currencies : [...currencies, currency].sort(),
    month: month.find((line) => line.currency === currency) ?? emptySummary(currency),
    counts: { refunds: count('refund'), disputes: count('dispute'), payouts: count('payout') },
    previous: isRunning
      ? null
      : ((await sumsOf(previousPeriod(view.period))).find((line) => line.currency === currency) ??
        emptySummary(currency)),
    isRunning,
    months,
    monthRows: await store.paymentMonths(
      { first: months[0] ?? view.period, last: view.period, currency },
      bound,
    ),
    charged: await store.paymentsByChargedCurrency(filter, bound),
    campaigns: view.zone === null ? await campaignRows() : [],
    closedThrough: await store.closedThrough(),
    plans: await store.runningPlans(),
    recurringMonth: recurringMonths(await store.planSpans(), view.period).at(-1) ?? null,
    movements: await store.ledgerPage(filter, bound, null, MOVEMENTS, 'newest_first'),
    ledgerRows: rows.reduce((sum, row) => sum + row.count, 0),
    pledgeRows: await store.pledgeCount({ ...NO_FILTER, ...made }),
    payoutRows: deposits.reduce((sum, row) => sum + row.count, 0),
    inbox: await store.inboxCounts(),
    isStripeSilent: await isStripeSilent({ store }),
    comparison: await store.comparison(view.period),
    tasks: await store.openTasks(TASKS),
    taskCount: await store.openTaskCount(),
    now: now(),
  };

  async function campaignRows(): Promise<CampaignRow[]> {
    const names = (await store.campaignsOf(view.period)).slice(0, MOST_CAMPAIGNS);
    const own = await Promise.all(
      names.map(async (campaign) =>
        sumUp(campaign, await store.ledgerSums({ ...filter, kind: 'payment', campaign }, bound)),
      ),
    );
    const all = sumUp(
      null,
      rows.filter((row) => row.kind === 'payment'),
    );
    const rest = own.reduce(less, all);
    return [
      ...own.filter((row) => row.payments > 0).toSorted((a, b) => b.grossMinor - a.grossMinor),
      ...(rest.payments > 0 ? [rest] : []),
    ];
  }

  function monthIn(period: string): LedgerFilter {
    return { ...NO_FILTER, ...(view.zone === null ? { period } : periodRange(period, view.zone)) };
  }

  async function sumsOf(period: string): Promise<CurrencySummary[]> {
    const before =
      view.zone === null ? { beforePeriod: period } : { to: periodRange(period, view.zone).from };
    return summarise(
      await store.ledgerSums(monthIn(period), bound),
      await store.balancesBefore({ ...NO_FILTER, ...before }, bound),
    );
  }
}

function sumUp(campaign: string | null, rows: readonly SummaryRow[]): CampaignRow {
  const sum = (pick: (row: SummaryRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    campaign,
    payments: sum((row) => row.count),
    grossMinor: sum((row) => row.grossMinor),
    feeMinor: sum((row) => row.feeMinor),
    netMinor: sum((row) => row.netMinor),
  };
}

/** What is left of a sum without a part of it. */
function less(all: CampaignRow, part: CampaignRow): CampaignRow {
  return {
    campaign: all.campaign,
    payments: all.payments - part.payments,
    grossMinor: all.grossMinor - part.grossMinor,
    feeMinor: all.feeMinor - part.feeMinor,
    netMinor: all.netMinor - part.netMinor,
  };
}
