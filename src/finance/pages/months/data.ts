import type { AppContext } from '../../../context.ts';
import { monthsThrough, nextPeriod, periodRange } from '../../../ledger/book-date.ts';
import {
  closedNow,
  closedThroughOf,
  manifestOf,
  type Manifest,
  type MonthTotals,
  type PeriodChange,
} from '../../../ledger/period.ts';
import type { Comparison } from '../../../ledger/reconciliation.ts';
import type { QueueState } from '../../../store/store.ts';
import { NO_FILTER } from '../../rows.ts';
import { summarise } from '../../summary.ts';
import { actorNames } from '../actors.ts';
import { standingOf, type Standing } from '../comparison-line.ts';
import { currentPeriod } from '../show.ts';

type Needs = Pick<AppContext, 'store' | 'config' | 'now'>;

export type MonthState = 'open' | 'running' | 'closed';
type Link = Manifest & { hash: string };

/** A line of the list. */
export type MonthLine = { period: string; state: MonthState; standing: Standing; closed: Link | null };

export type Months = {
  /** Newest first. */
  lines: MonthLine[];
  /** The first month that can be closed now; null where none can. */
  closable: string | null;
  hasOlder: boolean;
  names: Map<string, string>;
};

/** Months on a page. */
const MONTHS = 24;

/** So many months back from one, with their state and how they stand against Stripe. */
export async function readMonths(ctx: Needs, upTo: string | null): Promise<Months> {
  const { store, config, now } = ctx;
  const { bookZone } = config.publisher;
  const at = now();
  const chain = await chainOf(ctx);
  const { first, closable, current } = chain;
  const last = upTo !== null && upTo < current ? upTo : current;
  const all = first === null ? [] : monthsThrough(first, last);
  const shown = all.slice(-MONTHS).toReversed();
  const lines = await Promise.all(
    shown.map(async (period): Promise<MonthLine> => {
      const comparison = await store.comparison(period);
      const standing = standingOf(comparison, periodRange(period, bookZone).to, at);
      return { period, state: stateOf(period, chain), standing, closed: chain.closed.get(period) ?? null };
    }),
  );
  return { lines, closable, hasOlder: all.length > shown.length, names: await actorNames(ctx) };
}

export type Month = {
  period: string;
  state: MonthState;
  closable: string | null;
  /** The month that is closed last: the only one that can be opened again. */
  closedThrough: string | null;
  /** Rows and totals: as they were closed, or as they stand now. */
  rows: number;
  totals: MonthTotals[];
  closed: Link | null;
  /** Everything that was done with the month, oldest first. */
  history: Link[];
  comparison: Comparison | null;
  queue: QueueState;
  names: Map<string, string>;
};

/** Everything about one month. */
export async function readMonth(ctx: Needs, period: string): Promise<Month> {
  const { store } = ctx;
  const chain = await chainOf(ctx);
  const closed = chain.closed.get(period) ?? null;
  const { rows, totals } = closed ?? (await standingNow(ctx, period));
  return {
    period,
    state: stateOf(period, chain),
    closable: chain.closable,
    closedThrough: chain.closedThrough,
    rows,
    totals,
    closed,
    history: chain.links.filter((link) => link.period === period),
    comparison: await store.comparison(period),
    queue: await store.queueState(),
    names: await actorNames(ctx),
  };
}

/** What a close would seal if it came now. */
async function standingNow(
  { store }: Needs,
  period: string,
): Promise<{ rows: number; totals: MonthTotals[] }> {
  const bound = await store.ledgerBound(period);
  const sums = await store.ledgerSums({ ...NO_FILTER, period }, bound);
  const opening = await store.balancesBefore({ ...NO_FILTER, beforePeriod: period }, bound);
  return { rows: sums.reduce((sum, row) => sum + row.count, 0), totals: summarise(sums, opening) };
}

type Chain = {
  links: Link[];
  closed: Map<string, Link>;
  closedThrough: string | null;
  first: string | null;
  closable: string | null;
  current: string;
};

async function chainOf({ store, config, now }: Needs): Promise<Chain> {
  const changes: PeriodChange[] = await store.periodChanges();
  const current = currentPeriod(now(), config.publisher.bookZone);
  const closed = closedNow(changes);
  const closedThrough = closedThroughOf(changes);
  const firstOpen = await store.firstOpenPeriod();
  // A month without entries behind the closed ones need not be closed by itself, but can be.
  const next = firstOpen ?? (closedThrough === null ? null : nextPeriod(closedThrough));
  return {
    links: changes.map((change) => ({ ...manifestOf(change), hash: change.hash })),
    closed: new Map(closed.map((link) => [link.period, link])),
    closedThrough,
    first: closed[0]?.period ?? firstOpen,
    closable: next !== null && next < current ? next : null,
    current,
  };
}

function stateOf(period: string, { closedThrough, current }: Chain): MonthState {
  if (closedThrough !== null && period <= closedThrough) return 'closed';
  return period >= current ? 'running' : 'open';
}
