import type { AppContext } from '../../../context.ts';
import { cohortsOf, recurringMonths, type Cohort, type RecurringMonth } from '../../retention.ts';
import type { PlanStatusRow } from '../../rows.ts';

type Frequency = PlanStatusRow['frequency'];

/** Plans of one currency and status, and what they bring in a month. */
export type StatusSum = {
  currency: string;
  status: PlanStatusRow['status'];
  plans: number;
  perMonthMinor: number;
};

export type Recurring = {
  sums: StatusSum[];
  /** Oldest first, up to the running month. */
  months: RecurringMonth[];
  cohorts: Cohort[];
};

/** Plans by currency and status, and what became of them month by month; both frequencies where none is named. */
export async function readRecurring(
  { store }: Pick<AppContext, 'store'>,
  thisPeriod: string,
  frequency: Frequency | null,
): Promise<Recurring> {
  const isAsked = (row: { frequency: Frequency }) => frequency === null || row.frequency === frequency;
  const spans = (await store.planSpans()).filter(isAsked);
  const rows = (await store.plansByStatus(thisPeriod)).filter(isAsked);
  return {
    sums: statusSums(rows),
    months: recurringMonths(spans, thisPeriod),
    cohorts: cohortsOf(spans, thisPeriod),
  };
}

/** One line for each currency and status; an annual plan brings a twelfth a month, rounded once per line. Pure. */
export function statusSums(rows: readonly PlanStatusRow[]): StatusSum[] {
  const sums = new Map<string, StatusSum & { yearlyMinor: number }>();
  for (const { currency, status, frequency, plans, amountMinor } of rows) {
    const key = `${currency} ${status}`;
    const sum = sums.get(key) ?? { currency, status, plans: 0, perMonthMinor: 0, yearlyMinor: 0 };
    sum.plans += plans;
    sum.yearlyMinor += frequency === 'annual' ? amountMinor : amountMinor * 12;
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ yearlyMinor, ...sum }) => ({
    ...sum,
    perMonthMinor: Math.round(yearlyMinor / 12),
  }));
}
