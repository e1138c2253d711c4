import { describe, expect, it } from 'vitest';
import { churnOf, cohortsOf, recurringMonths } from '../../src/finance/retention.ts';
import type { PlanSpan } from '../../src/finance/rows.ts';

const span = (startedIn: string, endedIn: string | null, plans: number): PlanSpan => ({
  startedIn,
  endedIn,
  frequency: 'monthly',
  plans,
});

describe('churn and retention', () => {
  it('are empty where nobody gives every month', () => {
    expect(recurringMonths([], '2026-10')).toEqual([]);
    expect(cohortsOf([], '2026-10')).toEqual([]);
  });

  it('leave out what began after the last month and keep what ended after it', () => {
    const spans = [
      span('2026-09', '2026-11', 2),
      span('2026-09', '2026-10', 1),
      span('2026-11', null, 7),
      { ...span('2026-10', null, 4), frequency: 'annual' as const },
    ];
    const months = recurringMonths(spans, '2026-10');
    expect(months.map(({ started, ended, activeAtEnd }) => [started, ended, activeAtEnd])).toEqual([
      [3, 0, 3],
      [4, 1, 6],
    ]);
    expect(months.map(churnOf)).toEqual([null, 1 / 3]);
    expect(cohortsOf(spans, '2026-10')).toEqual([
      { period: '2026-09', started: 3, kept: [3, 2] },
      { period: '2026-10', started: 4, kept: [4] },
    ]);
  });

  it('agree: what the cohorts kept is what was running at the end of each month', () => {
    const spans = Array.from({ length: 300 }, (_, i) => {
      const began = i % 13;
      const gone = i % 3 === 0 ? null : began + (i % 7);
      const month = (n: number) => `${2025 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
      return span(month(began), gone === null ? null : month(gone), (i % 5) + 1);
    });
    const cohorts = cohortsOf(spans, '2026-08');
    for (const { period, activeAtEnd } of recurringMonths(spans, '2026-08')) {
      const kept = cohorts.reduce(
        (total, cohort) => total + (cohort.kept[apart(cohort.period, period)] ?? 0),
        0,
      );
      expect([period, kept]).toEqual([period, activeAtEnd]);
    }
  });
});

function apart(from: string, to: string): number {
  const index = (period: string) => Number(period.slice(0, 4)) * 12 + Number(period.slice(5));
  return index(to) - index(from);
}
