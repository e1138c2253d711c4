import { FREQUENCIES, type Frequency } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import type { EntryKind } from '../ledger/entry.ts';
import type { LedgerBound, MonthTotals } from '../ledger/period.ts';
import { safeInteger } from '../money.ts';
import type { Selection } from './filters.ts';
import { NO_FILTER, type LedgerFilter, type SummaryRow } from './rows.ts';

/**
 * What moved in one settlement currency. Amounts are signed as the ledger signs them (refunds are
 * negative), but for `feesMinor`, which says what was paid. Two sums always hold:
 * net = gross + refunds + disputes + adjustments - fees, and closing = opening + net + payouts.
 */
export type CurrencySummary = MonthTotals & {
  payments: number;
  /** Payments of each frequency. */
  byFrequency: Record<Frequency, number>;
};

/** Answer of GET /v1/summary. */
export type Summary = {
  /** YYYY-MM; a range of days is written 2026-10-01/2026-11-01, `..` where it is open (ISO 8601-2). */
  period: string;
  zone: string;
  currencies: CurrencySummary[];
};

/** Sums a range: two indexed reads, bounded by one instant. */
export async function summaryOf(
  { store }: Pick<AppContext, 'store'>,
  { filter, zone, period, name }: Selection<LedgerFilter>,
): Promise<Summary> {
  const bound = await store.ledgerBound(filter.period);
  return { period: period ?? interval(name), zone, currencies: await sumsOf({ store }, filter, bound) };
}

/** The same for a bound that is known already. */
export async function sumsOf(
  { store }: Pick<AppContext, 'store'>,
  filter: LedgerFilter,
  bound: LedgerBound,
): Promise<CurrencySummary[]> {
  const rows = await store.ledgerSums(filter, bound);
  const before = beforeOf(filter);
  const opening = before === null ? [] : await store.balancesBefore(before, bound);
  return summarise(rows, opening);
}

/** What came before a range, to the same filter otherwise; null for a range without a start. */
function beforeOf(filter: LedgerFilter): LedgerFilter | null {
  const { currency, period, from } = filter;
  if (period !== null) return { ...NO_FILTER, currency, beforePeriod: period };
  return from === null ? null : { ...NO_FILTER, currency, to: from };
}

/** Turns sums per kind into one line per currency. Pure; totals never cross currencies. */
export function summarise(
  rows: readonly SummaryRow[],
  opening: readonly { currency: string; netMinor: number }[],
): CurrencySummary[] {
  const openings = new Map(opening.map((line) => [line.currency, line.netMinor]));
  const withMoney = opening.filter((line) => line.netMinor !== 0).map((line) => line.currency);
  const currencies = [...new Set([...rows.map((row) => row.currency), ...withMoney])].sort();
  return currencies.map((currency) =>
    currencySummary(
      currency,
      rows.filter((row) => row.currency === currency),
      openings.get(currency) ?? 0,
    ),
  );
}

/** A currency in which nothing moved. */
export function emptySummary(currency: string): CurrencySummary {
  return currencySummary(currency, [], 0);
}

function currencySummary(
  currency: string,
  rows: readonly SummaryRow[],
  openingMinor: number,
): CurrencySummary {
  const sum = (pick: (row: SummaryRow) => number, ...kinds: EntryKind[]) =>
    rows.reduce((total, row) => (kinds.includes(row.kind) ? safeInteger(total + pick(row)) : total), 0);
  const gross = (row: SummaryRow) => row.grossMinor;
  const net = (row: SummaryRow) => row.netMinor;
  const netMinor = sum(net, ...MONEY_IN);
  const payoutsMinor = sum(net, 'payout', 'payout_failed');
  const payments = (frequency: Frequency) =>
    sum((row) => (row.frequency === frequency ? row.count : 0), 'payment');
  return {
    currency,
    grossMinor: sum(gross, 'payment'),
    refundsMinor: sum(gross, 'refund', 'refund_failed'),
    disputesMinor: sum(gross, 'dispute', 'dispute_reversed'),
    // A fee of the account is a movement of its own, whose gross is what was taken.
    feesMinor: sum((row) => row.feeMinor, ...MONEY_IN) - sum(gross, 'fee'),
    adjustmentsMinor: sum(gross, 'adjustment'),
    netMinor,
    openingMinor,
    payoutsMinor,
    closingMinor: safeInteger(openingMinor + netMinor + payoutsMinor),
    payments: sum((row) => row.count, 'payment'),
    byFrequency: Object.fromEntries(FREQUENCIES.map((each) => [each, payments(each)])) as Record<
      Frequency,
      number
    >,
  };
}

/** Every kind but the transfers to the bank. */
const MONEY_IN: EntryKind[] = [
  'payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed', 'fee', 'adjustment',
]; // prettier-ignore

function interval(name: string): string {
  const [from, to] = name.split('_');
  if (to !== undefined) return `${from}/${to}`;
  return name.startsWith('from-') ? `${name.slice(5)}/..` : `../${name.slice(6)}`;
}
