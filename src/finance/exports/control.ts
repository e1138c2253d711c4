import type { AppContext } from '../../context.ts';
import type { LedgerBound, MonthTotals } from '../../ledger/period.ts';
import { NO_FILTER, type LedgerFilter } from '../rows.ts';
import { sumsOf } from '../summary.ts';

/** What the rows of a file add up to in one currency, as the database sums it: rows and sums must agree. */
export type Control = Omit<MonthTotals, 'openingMinor' | 'closingMinor'> & {
  /** Null where filters select a part of the movements: a part of a balance has no opening. */
  openingMinor: number | null;
  closingMinor: number | null;
  /** Ours less Stripe's in the latest comparison of the month; null where it was never compared, or for other ranges. */
  stripeDifferenceMinor: number | null;
  comparedAt: Date | null;
};

/** The control block of movements: per currency opening, what moved, closing, and the difference to Stripe. */
export async function controlOf(
  { store }: Pick<AppContext, 'store'>,
  filter: LedgerFilter,
  bound: LedgerBound,
): Promise<Control[]> {
  const sums = await sumsOf({ store }, filter, bound);
  const comparison = filter.period === null ? null : await store.comparison(filter.period);
  const isWhole = selectsAll(filter);
  return sums.map(({ payments: _payments, byFrequency: _frequencies, ...sum }) => ({
    ...sum,
    openingMinor: isWhole ? sum.openingMinor : null,
    closingMinor: isWhole ? sum.closingMinor : null,
    stripeDifferenceMinor:
      comparison === null
        ? null
        : (comparison.currencies.find(({ currency }) => currency === sum.currency)?.differenceMinor ?? 0),
    comparedAt: comparison?.checkedAt ?? null,
  }));
}

/** What narrows movements down to a part of a balance; the time and the currency do not. */
const NARROWS = [
  'beforePeriod', 'date', 'kind', 'frequency', 'campaign', 'status', 'stripePayoutId', 'updatedSince',
] as const satisfies (keyof LedgerFilter)[]; // prettier-ignore

function selectsAll(filter: LedgerFilter): boolean {
  return NARROWS.every((name) => filter[name] === NO_FILTER[name]);
}
