import { monthsThrough } from '../ledger/book-date.ts';
import type { PlanSpan } from './rows.ts';

// Churn and retention of recurring pledges, from how many began and ended in which month. A pledge whose payment is late
// or paused has not ended. All pure.

/** What became of recurring pledges in one book month. */
export type RecurringMonth = {
  /** YYYY-MM. */
  period: string;
  /** Running when the month began: those that ended in it, divided by them, are its churn. */
  activeAtStart: number;
  /** Paid for the first time in the month. */
  started: number;
  /** Ended in the month, also those that started in it. */
  ended: number;
  activeAtEnd: number;
};

/** Recurring pledges of one month of first payment. */
export type Cohort = {
  /** YYYY-MM. */
  period: string;
  started: number;
  /** How many had not ended when the month was over (index 0), when the one after it was, and so on. */
  kept: number[];
};

/** Every month from the first one with a recurring pledge up to `last`; none where there is none. */
export function recurringMonths(spans: readonly PlanSpan[], last: string): RecurringMonth[] {
  const started = totals(spans, (span) => span.startedIn);
  const ended = totals(spans, (span) => span.endedIn);
  let running = 0;
  return monthsOf(spans, last).map((period) => {
    const activeAtStart = running;
    const [began, gone] = [started.get(period) ?? 0, ended.get(period) ?? 0];
    running += began - gone;
    return { period, activeAtStart, started: began, ended: gone, activeAtEnd: running };
  });
}

/** The share of those running at its start that a month lost; null where none ran. */
export function churnOf({ ended, activeAtStart }: RecurringMonth): number | null {
  return activeAtStart === 0 ? null : ended / activeAtStart;
}

/** One line for each month of first payment up to `last`, the oldest first; months in which nobody began have none. */
export function cohortsOf(spans: readonly PlanSpan[], last: string): Cohort[] {
  const months = monthsOf(spans, last);
  return months.flatMap((period, i) => {
    const own = spans.filter((span) => span.startedIn === period);
    const started = sum(own);
    if (started === 0) return [];
    const ended = totals(own, (span) => span.endedIn);
    let left = started;
    return [{ period, started, kept: months.slice(i).map((month) => (left -= ended.get(month) ?? 0)) }];
  });
}

function firstOf(spans: readonly PlanSpan[]): string | null {
  return spans.reduce<string | null>(
    (first, { startedIn }) => (first === null || startedIn < first ? startedIn : first),
    null,
  );
}

function monthsOf(spans: readonly PlanSpan[], last: string): string[] {
  const first = firstOf(spans);
  return first === null ? [] : monthsThrough(first, last);
}

function totals(spans: readonly PlanSpan[], monthOf: (span: PlanSpan) => string | null): Map<string, number> {
  const found = new Map<string, number>();
  for (const span of spans) {
    const month = monthOf(span);
    if (month !== null) found.set(month, (found.get(month) ?? 0) + span.plans);
  }
  return found;
}

function sum(spans: readonly PlanSpan[]): number {
  return spans.reduce((total, { plans }) => total + plans, 0);
}
