import { AppError } from '../errors.ts';
import { parse } from '../http/parse.ts';
import { bookDate, periodRange, startOfDay } from '../ledger/book-date.ts';
import type { PayoutFilter } from '../store/store.ts';
import {
  ledgerQuery,
  payoutsQuery,
  pledgesQuery,
  reconciliationQuery,
  summaryQuery,
} from './request-schemas.ts';
import { NO_FILTER, type LedgerFilter, type PledgeFilter } from './rows.ts';

// The contract's filters, read once for page, count and file alike. An address that means something else
// than it says is refused: a typing error must never turn a month's file into everything.

/** Two ways to say when would contradict each other; a range that ends before it starts selects nothing. */
function checkRange({ period, from, to }: Range): void {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw new AppError(400, 'invalid_field', 'Give either a period or from and to.', { field: 'period' });
  if (from !== undefined && to !== undefined && from >= to)
    throw new AppError(400, 'invalid_field', 'The range is half-open: to must be a later day than from.', {
      field: 'to',
    });
}

type Range = { period?: string | undefined; from?: string | undefined; to?: string | undefined };

/** What a request asks for, in the words of its file name and answer. */
export type Selection<Filter> = {
  filter: Filter;
  zone: string;
  /** The month asked for, null for a range of days and for everything. */
  period: string | null;
  /** `2026-10`, `2026-10-01_2026-11-01` or `all`: the part of a file name. */
  name: string;
};

/** Reads the filters of a ledger export. */
export function ledgerSelection(query: unknown, bookZone: string): Selection<LedgerFilter> {
  const set = parse(ledgerQuery, query, 'query');
  return selection(set, bookZone, {
    ...NO_FILTER,
    date: set.date ?? 'created',
    currency: set.currency ?? null,
    kind: set.kind ?? null,
    frequency: set.frequency ?? null,
    campaign: set.campaign ?? null,
    status: set.status ?? null,
    stripePayoutId: set.payout ?? null,
    updatedSince: set.updatedSince ?? null,
  });
}

/** Reads the filters of a pledge export: pledges have no kind and no payout, and one date. */
export function pledgeSelection(query: unknown, bookZone: string): Selection<PledgeFilter> {
  const set = parse(pledgesQuery, query, 'query');
  const { filter, ...rest } = selection(set, bookZone, NO_FILTER);
  // A pledge is booked to no month: its month is that of its making.
  const made = set.period === undefined ? filter : periodRange(set.period, rest.zone);
  return {
    ...rest,
    filter: {
      from: made.from,
      to: made.to,
      currency: set.currency ?? null,
      frequency: set.frequency ?? null,
      campaign: set.campaign ?? null,
      status: set.status ?? null,
      updatedSince: set.updatedSince ?? null,
    },
  };
}

/** Reads the filters of a payout export: a deposit's month is that of its making. */
export function payoutSelection(query: unknown, bookZone: string): Selection<PayoutFilter> {
  const set = parse(payoutsQuery, query, 'query');
  const { filter, ...rest } = selection(set, bookZone, NO_FILTER);
  const { from, to } = set.period === undefined ? filter : periodRange(set.period, rest.zone);
  return { ...rest, filter: { from, to, currency: set.currency ?? null, payoutId: set.payout ?? null } };
}

/** Reads the month of a comparison with Stripe. */
export function reconciliationPeriod(query: unknown): string {
  return parse(reconciliationQuery, query, 'query').period;
}

/** Reads the range of a summary; the current month where none is given. */
export function summarySelection(query: unknown, bookZone: string, now: Date): Selection<LedgerFilter> {
  const { currency, ...set } = parse(summaryQuery, query, 'query');
  const open = set.period === undefined && set.from === undefined && set.to === undefined;
  const asked = open ? { ...set, period: bookDate(now, set.zone ?? bookZone).slice(0, 7) } : set;
  return selection(asked, bookZone, { ...NO_FILTER, currency: currency ?? null });
}

function selection(
  set: Range & { zone?: string | undefined },
  bookZone: string,
  filter: LedgerFilter,
): Selection<LedgerFilter> {
  checkRange(set);
  const { period, from, to } = set;
  // Zones are read in any case: the book zone in small letters is still the zone that months are booked in.
  const zone = set.zone === undefined || isSame(set.zone, bookZone) ? bookZone : set.zone;
  if (period !== undefined) {
    // A month of another zone, or of another date than the booking's, is a range of instants.
    const booked = zone === bookZone && filter.date === 'created';
    const when = booked ? { period } : periodRange(period, zone);
    return { filter: { ...filter, ...when }, zone, period, name: period };
  }
  const when = {
    from: from === undefined ? null : startOfDay(from, zone),
    to: to === undefined ? null : startOfDay(to, zone),
  };
  return { filter: { ...filter, ...when }, zone, period: null, name: rangeName(from, to) };
}

function isSame(zone: string, other: string): boolean {
  return zone.toLowerCase() === other.toLowerCase();
}

function rangeName(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return to === undefined ? 'all' : `until-${to}`;
  return to === undefined ? `from-${from}` : `${from}_${to}`;
}
